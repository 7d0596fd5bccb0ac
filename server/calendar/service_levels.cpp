#include "server/calendar/service_levels.hpp"

#include "server/calendar/embedded.hpp"
#include "server/calendar/json_dates.hpp"

#include <nlohmann/json.hpp>

#include <array>
#include <utility>

namespace hotline::calendar {

using nlohmann::json;

namespace {

constexpr std::array<std::pair<std::string_view, Phase>, 4> kPhases{{
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

template <class Value, std::size_t N>
Value named(const std::array<std::pair<std::string_view, Value>, N>& names, const std::string& name) {
    for (const auto& [known, value] : names) {
        if (known == name) return value;
    }
    throw BadEntry("unknown word: " + name);
}

bool fits(std::string_view rule, std::string_view asked) {
    return rule.empty() || rule == asked;
}

/// Clock time: minutes and hours that do not stop at night.
Deadline after_clock_time(UtcTime received_at, std::chrono::minutes length) {
    Deadline out;
    out.due_at = received_at + length;
    out.explanation = std::to_string(length.count()) + " phút từ lúc tiếp nhận, kể cả ngoài giờ làm việc.";
    return out;
}

Result<Deadline> count(const Calendar& calendar, const ServiceLevel& level, UtcTime received_at) {
    switch (level.unit) {
        case TimeUnit::minute:
            return after_clock_time(received_at, std::chrono::minutes{level.amount});
        case TimeUnit::hour:
            return after_clock_time(received_at, std::chrono::hours{level.amount});
        case TimeUnit::working_hour:
            return calendar.due_after_working_minutes(received_at, std::chrono::hours{level.amount});
        case TimeUnit::working_day:
            return calendar.due_after_working_days(received_at, level.amount);
    }
    return fail(Errc::internal, "unknown unit of time");
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
        ServiceLevels::Rule out;
        out.id = entry.at("id").get<std::string>();
        out.class_code = entry.value("class", "");
        out.field_code = entry.value("field", "");
        out.urgency = entry.value("urgency", "");
        out.source = entry.at("source").get<std::string>();
        out.phase = named(kPhases, entry.at("phase").get<std::string>());
        out.unit = named(kUnits, entry.at("unit").get<std::string>());
        out.amount = entry.at("amount").get<int>();
        out.valid_from = parse_day(entry.value("valid_from", "1970-01-01"));
        out.valid_to = parse_day(entry.value("valid_to", "9999-12-31"));
        if (out.id.empty() || out.source.empty()) throw BadEntry("a rule needs an id and a source");
        if (out.amount < 1 || out.amount > 1000) throw BadEntry("amount out of 1..1000 in " + out.id);
        if (!out.urgency.empty() && out.urgency != "normal" && out.urgency != "urgent" &&
            out.urgency != "complex")
            throw BadEntry("unknown urgency in " + out.id);
        for (const std::string* part : {&out.class_code, &out.field_code, &out.urgency})
            out.specificity += part->empty() ? 0 : 1;
        return out;
    }

    static ServiceLevels read(std::string_view source) {
        ServiceLevels out;
        std::set<std::string> ids;
        const json root = json::parse(source);
        for (const json& entry : root.at("rules")) {
            out.rules_.push_back(read_rule(entry));
            if (!ids.insert(out.rules_.back().id).second)
                throw BadEntry("duplicate rule " + out.rules_.back().id);
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
        const bool fit = rule.phase == phase && fits(rule.class_code, kind.class_code) &&
                         fits(rule.field_code, kind.field_code) && fits(rule.urgency, kind.urgency);
        if (valid && fit && (best == nullptr || rule.specificity >= best->specificity)) best = &rule;
    }
    if (best == nullptr) return fail(Errc::not_found, "no service level for this kind of case");
    return ServiceLevel{best->amount, best->unit, best->id, best->source};
}

Result<Deadline> ServiceLevels::due(const Calendar& calendar, Phase phase, const CaseKind& kind,
                                    UtcTime received_at) const {
    const auto level = find(phase, kind, received_at);
    if (!level) return level.error();
    auto out = count(calendar, *level, received_at);
    if (!out) return out.error();
    out->explanation += " Căn cứ: " + level->source + ".";
    return out;
}

}  // namespace hotline::calendar
