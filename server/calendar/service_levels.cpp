#include "server/calendar/service_levels.hpp"

#include "server/calendar/embedded.hpp"
#include "server/calendar/reading.hpp"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <utility>

namespace hotline::calendar {

using nlohmann::json;

namespace {

constexpr std::array<std::pair<std::string_view, Phase>, 5> kPhases{{
    {"receive", Phase::receive},
    {"transfer", Phase::transfer},
    {"accept", Phase::accept},
    {"answer", Phase::answer},
    {"extend", Phase::extend},
}};
constexpr std::array<std::pair<std::string_view, TimeUnit>, 4> kUnits{{
    {"minute", TimeUnit::minute},
    {"hour", TimeUnit::hour},
    {"working_hour", TimeUnit::working_hour},
    {"working_day", TimeUnit::working_day},
}};
constexpr std::array<std::string_view, 4> kUrgencies{"", "normal", "urgent", "complex"};

template <class Value, std::size_t N>
Value named(const std::array<std::pair<std::string_view, Value>, N>& names, const json& rule,
            const char* key) {
    const std::string name = text_of(rule, key);
    for (const auto& [known, value] : names) {
        if (known == name) return value;
    }
    throw BadEntry(std::string(key) + ": unknown word " + name);
}

bool fits(std::string_view rule, std::string_view asked) {
    return rule.empty() || rule == asked;
}

bool is_certain(const Calendar& calendar, const Term& term) {
    return std::ranges::all_of(term.days, [&](const CountedDay& each) {
        const bool by_the_clock = each.reason == DayReason::clock || each.reason == DayReason::start;
        return by_the_clock || calendar.is_certain(each.day);
    });
}

}  // namespace

std::string_view name_of(Phase phase) noexcept {
    for (const auto& [name, value] : kPhases) {
        if (value == phase) return name;
    }
    return {};
}

/// Turns a service_levels.json into rules; throws BadEntry.
struct ServiceLevelsReader {
    static ServiceLevels::Rule read_rule(const json& entry) {
        only_keys(entry, {"id", "phase", "class", "field", "urgency", "amount", "unit", "valid_from",
                          "valid_to", "source"});
        ServiceLevels::Rule out;
        out.level.rule = text_of(entry, "id");
        out.level.source = text_of(entry, "source");
        out.level.phase = named(kPhases, entry, "phase");
        out.level.unit = named(kUnits, entry, "unit");
        out.level.amount = entry.at("amount").get<int>();
        out.class_code = text_or(entry, "class", "");
        out.field_code = text_or(entry, "field", "");
        out.urgency = text_or(entry, "urgency", "");
        out.valid_from = parse_day(text_or(entry, "valid_from", "1970-01-01"));
        out.valid_to = parse_day(text_or(entry, "valid_to", "9999-12-31"));
        if (out.level.amount < 1 || out.level.amount > 1000) throw BadEntry("amount out of 1..1000");
        if (out.valid_to < out.valid_from) throw BadEntry("valid_to lies before valid_from");
        if (std::ranges::find(kUrgencies, out.urgency) == kUrgencies.end())
            throw BadEntry("unknown urgency " + out.urgency);
        for (const std::string* part : {&out.class_code, &out.field_code, &out.urgency})
            out.named += part->empty() ? 0 : 1;
        return out;
    }

    static ServiceLevels read(std::string_view source) {
        ServiceLevels out;
        out.fingerprint_ = blake2b({}, {as_bytes(source)});
        const json root = json::parse(source);
        only_keys(root, {"about", "rules"});
        for (const json& entry : root.at("rules")) {
            const std::string id = entry.value("id", "?");
            at_place("rule " + id, [&] {
                if (out.by_id(id)) throw BadEntry("the id stands here twice");
                out.rules_.push_back(read_rule(entry));
            });
        }
        return out;
    }
};

Result<ServiceLevels> ServiceLevels::parse(std::string_view source) {
    try {
        return ServiceLevelsReader::read(source);
    } catch (const BadEntry& fault) {
        return fail(Errc::bad_format, std::string("service levels: ") + fault.what());
    } catch (const json::exception& fault) {
        return fail(Errc::bad_format, std::string("service levels: ") + fault.what());
    }
}

Result<ServiceLevels> ServiceLevels::load(const std::filesystem::path& file) {
    auto source = read_file(file);
    if (!source) return source.error();
    return parse(*source);
}

ServiceLevels ServiceLevels::built_in() {
    auto out = parse(embedded_file("service_levels.json"));
    if (!out) throw std::logic_error(out.error().internal);
    return *std::move(out);
}

Result<ServiceLevel> ServiceLevels::find(Phase phase, const CaseKind& kind, UtcTime received_at) const {
    const Day day = day_of(received_at);
    const Rule* best = nullptr;
    for (const Rule& rule : rules_) {
        const bool valid = rule.valid_from <= day && day <= rule.valid_to;
        const bool fit = rule.level.phase == phase && fits(rule.class_code, kind.class_code) &&
                         fits(rule.field_code, kind.field_code) && fits(rule.urgency, kind.urgency);
        if (valid && fit && (best == nullptr || rule.named >= best->named)) best = &rule;
    }
    if (best == nullptr) return fail(Errc::not_found, "no service level for this kind of case");
    return best->level;
}

Result<ServiceLevel> ServiceLevels::by_id(std::string_view id) const {
    const auto found = std::ranges::find_if(rules_, [&](const Rule& rule) { return rule.level.rule == id; });
    if (found == rules_.end()) return fail(Errc::not_found, "no such rule");
    return found->level;
}

Result<Deadline> ServiceLevels::due(const Calendar& calendar, Phase phase, const CaseKind& kind,
                                    Course course) const {
    Result<ServiceLevel> first = find(phase, kind, course.received_at);
    if (!first) return first.error();
    if (!course.extended) return lay_out(calendar, *first, nullptr, std::move(course));
    Result<ServiceLevel> extension = find(Phase::extend, kind, course.received_at);
    if (!extension) return extension.error();
    return lay_out(calendar, *first, &*extension, std::move(course));
}

Result<Deadline> lay_out(const Calendar& calendar, const ServiceLevel& first, const ServiceLevel* extension,
                         Course course) {
    Deadline out;
    Result<Term> term = count_from(calendar, first.amount, first.unit, course.received_at, course.pauses);
    if (!term) return term.error();
    out.terms.push_back({first, *std::move(term)});
    if (extension != nullptr) {
        Result<Term> more =
            count_on(calendar, extension->amount, extension->unit, out.terms[0].term, course.pauses);
        if (!more) return more.error();
        out.terms.push_back({*extension, *std::move(more)});
    }
    out.due_at = due_at(out.terms.back().term);
    for (const ExplainedTerm& each : out.terms) out.certain = out.certain && is_certain(calendar, each.term);
    out.course = std::move(course);
    return out;
}

}  // namespace hotline::calendar
