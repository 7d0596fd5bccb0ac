#include "server/routing/classifier.hpp"

#include "server/routing/features.hpp"
#include "server/routing/parts.hpp"

#include <algorithm>

namespace hotline::routing {

using redaction::Document;

namespace {

constexpr std::array<std::pair<std::string_view, Urgency>, 3> kUrgencies{{
    {"normal", Urgency::normal},
    {"urgent", Urgency::urgent},
    {"complex", Urgency::complex},
}};
constexpr std::size_t kAlternatives = 2;

/// Where the codes stand among the entries; behind them all for a code that is not there.
template <class Entry>
std::vector<std::size_t> places_of(const std::vector<std::string>& codes, const std::vector<Entry>& entries) {
    std::vector<std::size_t> out;
    for (const std::string& code : codes) {
        const auto at = std::ranges::find(entries, code, &Entry::code);
        out.push_back(at == entries.end() ? std::string::npos
                                          : static_cast<std::size_t>(at - entries.begin()));
    }
    return out;
}

}  // namespace

std::string_view name_of(Urgency urgency) noexcept {
    return kUrgencies[static_cast<std::size_t>(urgency)].first;
}

Result<Urgency> urgency_from(std::string_view name) {
    for (const auto& [known, urgency] : kUrgencies) {
        if (known == name) return urgency;
    }
    return fail(Errc::bad_input, "no such urgency");
}

void Classifier::Parts::choose_area(const Reading& reading, const Given& given, Suggestion& out) const {
    if (given.area_code && directory->find_area(*given.area_code) != nullptr) {
        out.area_code = given.area_code;
        return;
    }
    const auto found = areas.find(reading.document);
    if (!found) return;
    out.area_code = directory->areas()[found->area].code;
    out.area_because = {words_of(reading.document, found->begin, found->end)};
}

void Classifier::Parts::choose_field(const Reading& reading, const Given& given, Suggestion& out) const {
    const auto because = [&](std::size_t field) {
        return words_for(reading, {field}, Head::field, directory->fields()[field].code);
    };
    if (const Field* known = given.field_code ? directory->find_field(*given.field_code) : nullptr) {
        out.field = {known->code, 1.0F,
                     because(static_cast<std::size_t>(known - directory->fields().data()))};
        return;
    }
    const auto beliefs = field_beliefs(reading.scores, reading.learned[0]);
    std::vector<std::size_t> order(beliefs.size());
    for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
    std::ranges::sort(order, {}, [&](std::size_t i) { return std::pair(-beliefs[i], i); });
    const std::size_t chosen = order.front();
    out.field = {directory->fields()[chosen].code, beliefs[chosen], because(chosen)};
    const std::string_view area = out.area_code ? std::string_view(*out.area_code) : std::string_view();
    for (const std::size_t i : order) {
        if (i == chosen || out.alternatives.size() == kAlternatives) continue;
        const std::string& code = directory->fields()[i].code;
        out.alternatives.push_back({code, directory->unit_for(code, area).unit_code, beliefs[i]});
    }
}

void Classifier::Parts::choose_class(const Reading& reading, const Given& given, Suggestion& out) const {
    out.denounces = reading.judgement.denounces;
    out.petitions = reading.judgement.petitions;
    out.life_in_danger = reading.judgement.life_in_danger;
    if (given.class_code && directory->find_class(*given.class_code) != nullptr) {
        out.complaint_class = {*given.class_code, 1.0F, {}};
    } else {
        const auto beliefs = class_beliefs(reading.judgement, reading.learned[1]);
        const auto best = static_cast<std::size_t>(std::ranges::max_element(beliefs) - beliefs.begin());
        const std::string& code = directory->classes()[best].code;
        const Sign sign = code == "khan-cap"    ? Sign::danger
                          : code == "to-cao"    ? Sign::denounce
                          : code == "khieu-nai" ? Sign::petition
                          : code == "hoi-dap"   ? Sign::question
                                                : Sign::complain;
        out.complaint_class = {code, beliefs[best],
                               words_for(reading, {target_of(sign)}, Head::complaint_class, code)};
        out.life_in_danger = out.life_in_danger || code == "khan-cap";
    }
    out.urgency = reading.judgement.urgent || out.life_in_danger ? Urgency::urgent : Urgency::normal;
}

Suggestion Classifier::suggest(std::string_view normalized_text, const Given& given) const {
    return suggest(redaction::take_apart(normalized_text), given);
}

Suggestion Classifier::suggest(const Document& document, const Given& given) const {
    const Directory& directory = *parts_->directory;
    // The model is asked only for what nobody said: its features cost more than all the rules.
    const bool all_given = given.class_code && directory.find_class(*given.class_code) != nullptr &&
                           given.field_code && directory.find_field(*given.field_code) != nullptr;
    Parts::Reading reading{document, parts_->rules.score(document), {}, {}};
    reading.judgement = judge(document, reading.scores, parts_->rules.thresholds());
    if (!all_given) reading.learned = parts_->model.score(features_of(document));
    Suggestion out;
    parts_->choose_area(reading, given, out);
    parts_->choose_field(reading, given, out);
    parts_->choose_class(reading, given, out);
    const UnitChoice unit = directory.unit_for(
        out.field.code, out.area_code ? std::string_view(*out.area_code) : std::string_view());
    out.unit_code = unit.unit_code;
    out.unit_name = directory.find_unit(unit.unit_code)->name;
    const float limit = parts_->rules.thresholds().ask_below;
    out.ask = unit.ask || out.field.confidence < limit || out.complaint_class.confidence < limit;
    return out;
}

std::array<std::vector<float>, kHeads> Classifier::beliefs(std::string_view normalized_text) const {
    const Document document = redaction::take_apart(normalized_text);
    const Scores scores = parts_->rules.score(document);
    const auto learned = parts_->model.score(features_of(document));
    return {parts_->field_beliefs(scores, learned[0]),
            parts_->class_beliefs(judge(document, scores, parts_->rules.thresholds()), learned[1])};
}

const std::string& Classifier::model_name() const noexcept {
    return parts_->model.name();
}

Result<Classifier> Classifier::make(const Directory& directory, std::string_view rules_json,
                                    LinearModel model) {
    auto rules = Rules::parse(rules_json, directory);
    if (!rules) return rules.error();
    auto parts = std::make_shared<Parts>(directory, *std::move(rules));
    parts->places = {places_of(model.head(Head::field).codes, directory.fields()),
                     places_of(model.head(Head::complaint_class).codes, directory.classes())};
    parts->model = std::move(model);
    return Classifier(std::move(parts));
}

}  // namespace hotline::routing
