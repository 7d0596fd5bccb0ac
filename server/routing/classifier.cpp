#include "server/routing/classifier.hpp"

#include "server/routing/area_finder.hpp"
#include "server/routing/linear_model.hpp"
#include "server/routing/parts.hpp"
#include "server/routing/signs.hpp"

#include <algorithm>
#include <cmath>
#include <fstream>
#include <iterator>

namespace hotline::routing {

using redaction::Document;

namespace {

constexpr std::array<std::pair<std::string_view, Urgency>, 3> kUrgencies{{
    {"normal", Urgency::normal},
    {"urgent", Urgency::urgent},
    {"complex", Urgency::complex},
}};
constexpr std::size_t kMostReasons = 5;
constexpr std::size_t kAlternatives = 2;

std::vector<float> softmax(std::vector<float> scores) {
    const float most = *std::ranges::max_element(scores);
    float sum = 0;
    for (float& score : scores) sum += score = std::exp(score - most);
    for (float& score : scores) score /= sum;
    return scores;
}

/// Adds `share` times the model's scores to those of the entries with the same codes.
template <class Entry>
void add_model(const LinearModel& model, const std::vector<std::uint64_t>& features, float share,
               const std::vector<Entry>& entries, std::vector<float>& scores) {
    if (model.labels().empty()) return;
    const auto learned = model.score(features);
    for (std::size_t i = 0; i < learned.size(); ++i) {
        const auto at = std::ranges::find(entries, model.labels()[i], &Entry::code);
        if (at != entries.end()) scores[static_cast<std::size_t>(at - entries.begin())] += share * learned[i];
    }
}

/// The words of tokens [begin, end) as they stand in the text.
std::string words_of(const Document& document, std::string_view text, std::size_t begin, std::size_t end) {
    const std::size_t from = redaction::byte_of_code_point(text, document.tokens[begin].begin);
    const std::size_t length = document.tokens[end - 1].end - document.tokens[begin].begin;
    const std::string_view rest = text.substr(from);
    return std::string(rest.substr(0, redaction::byte_of_code_point(rest, length)));
}

std::vector<std::string> reasons_for(const Document& document, std::string_view text, const Scores& scores,
                                     std::size_t field) {
    std::vector<Hit> hits;
    for (const Hit& hit : scores.hits) {
        if (hit.field == field) hits.push_back(hit);
    }
    std::ranges::sort(hits, {}, [](const Hit& hit) { return std::pair(-hit.weight, hit.begin); });
    std::vector<std::string> out;
    for (const Hit& hit : hits) {
        if (out.size() == kMostReasons) break;
        std::string words = words_of(document, text, hit.begin, hit.end);
        const bool known =
            std::ranges::any_of(out, [&](const std::string& one) { return one.contains(words); });
        if (!known) out.push_back(std::move(words));
    }
    return out;
}

std::size_t index_of_class(const Directory& directory, std::string_view code) {
    const ComplaintClass* found = directory.find_class(code);
    return found == nullptr ? directory.classes().size()
                            : static_cast<std::size_t>(found - directory.classes().data());
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

std::vector<float> Classifier::Parts::field_beliefs(const Scores& scores,
                                                    const std::vector<std::uint64_t>& features) const {
    std::vector<float> out = scores.fields;
    for (float& score : out) score *= mix.rules_in_fields;
    add_model(field_model, features, mix.model_in_fields, directory->fields(), out);
    return softmax(std::move(out));
}

std::vector<float> Classifier::Parts::class_beliefs(const Judgement& judgement,
                                                    const std::vector<std::uint64_t>& features) const {
    std::vector<float> out(directory->classes().size() + 1, 0.0F);
    add_model(class_model, features, mix.model_in_classes, directory->classes(), out);
    out[index_of_class(*directory, "phan-anh")] += mix.plain;
    out[index_of_class(*directory, "hoi-dap")] += mix.question * std::clamp(judgement.asks, -6.0F, 8.0F);
    out[index_of_class(*directory, "to-cao")] += judgement.denounces ? mix.sign : -mix.sign;
    out[index_of_class(*directory, "khieu-nai")] += judgement.petitions ? mix.sign : -mix.sign;
    out[index_of_class(*directory, "khan-cap")] += judgement.life_in_danger ? 1.5F * mix.sign : -mix.sign;
    out.pop_back();  // where the signs of classes go that this directory does not have
    return softmax(std::move(out));
}

void Classifier::Parts::choose_field(const Document& document, std::string_view text, const Given& given,
                                     const Scores& scores, const std::vector<std::uint64_t>& features,
                                     Suggestion& out) const {
    if (const Field* known = given.field_code ? directory->find_field(*given.field_code) : nullptr) {
        const auto index = static_cast<std::size_t>(known - directory->fields().data());
        out.field = {known->code, 1.0F, reasons_for(document, text, scores, index)};
        return;
    }
    const auto beliefs = field_beliefs(scores, features);
    std::vector<std::size_t> order(beliefs.size());
    for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
    std::ranges::sort(order, {}, [&](std::size_t i) { return std::pair(-beliefs[i], i); });
    const std::size_t chosen = order.front();
    out.field = {directory->fields()[chosen].code, beliefs[chosen],
                 reasons_for(document, text, scores, chosen)};
    const std::string_view area = out.area_code ? std::string_view(*out.area_code) : std::string_view();
    for (const std::size_t i : order) {
        if (i == chosen || out.alternatives.size() == kAlternatives) continue;
        const std::string& code = directory->fields()[i].code;
        out.alternatives.push_back({code, directory->unit_for(code, area).unit_code, beliefs[i]});
    }
}

void Classifier::Parts::choose_class(const Judgement& judgement, const std::vector<std::uint64_t>& features,
                                     const Given& given, Suggestion& out) const {
    out.denounces = judgement.denounces;
    out.petitions = judgement.petitions;
    out.life_in_danger = judgement.life_in_danger;
    out.urgency = judgement.urgent ? Urgency::urgent : Urgency::normal;
    if (given.class_code && directory->find_class(*given.class_code) != nullptr) {
        out.complaint_class = {*given.class_code, 1.0F, {}};
        return;
    }
    const auto beliefs = class_beliefs(judgement, features);
    const auto best = static_cast<std::size_t>(std::ranges::max_element(beliefs) - beliefs.begin());
    out.complaint_class = {directory->classes()[best].code, beliefs[best], {}};
}

Suggestion Classifier::suggest(std::string_view normalized_text, const Given& given) const {
    return suggest(redaction::take_apart(normalized_text), normalized_text, given);
}

Suggestion Classifier::suggest(const Document& document, std::string_view normalized_text,
                               const Given& given) const {
    const Directory& directory = *parts_->directory;
    Suggestion out;
    if (given.area_code && directory.find_area(*given.area_code) != nullptr) {
        out.area_code = given.area_code;
    } else if (const auto area = parts_->areas.find(document)) {
        out.area_code = directory.areas()[*area].code;
    }
    const Scores scores = parts_->rules.score(document);
    // The model is asked only for what nobody said: its features cost more than all the rules.
    const bool all_given = given.class_code && directory.find_class(*given.class_code) != nullptr &&
                           given.field_code && directory.find_field(*given.field_code) != nullptr;
    const auto features = all_given ? std::vector<std::uint64_t>() : features_of(document);
    parts_->choose_field(document, normalized_text, given, scores, features, out);
    parts_->choose_class(judge(document, scores, parts_->rules.thresholds()), features, given, out);
    const UnitChoice unit = directory.unit_for(
        out.field.code, out.area_code ? std::string_view(*out.area_code) : std::string_view());
    out.unit_code = unit.unit_code;
    out.unit_name = directory.find_unit(unit.unit_code)->name;
    const float limit = parts_->rules.thresholds().ask_below;
    out.ask = unit.ask || out.field.confidence < limit || out.complaint_class.confidence < limit;
    return out;
}

Result<Classifier> Classifier::make(const Directory& directory, std::string_view rules_json,
                                    ByteView field_model, ByteView class_model) {
    auto rules = Rules::parse(rules_json, directory);
    if (!rules) return rules.error();
    auto parts = std::make_shared<Parts>(directory, *std::move(rules));
    if (!field_model.empty()) {
        auto model = LinearModel::decode(field_model);
        if (!model) return model.error();
        parts->field_model = *std::move(model);
    }
    if (!class_model.empty()) {
        auto model = LinearModel::decode(class_model);
        if (!model) return model.error();
        parts->class_model = *std::move(model);
    }
    return Classifier(std::move(parts));
}

}  // namespace hotline::routing
