#pragma once

#include "server/calendar/working_time.hpp"

namespace hotline::calendar {

/// What a deadline is for.
enum class Phase { transfer, accept, answer, extend };
[[nodiscard]] std::string_view name_of(Phase phase) noexcept;

enum class TimeUnit { minute, hour, working_hour, working_day };

/// One rule of service_levels.json that was chosen for a case.
struct ServiceLevel {
    int amount = 0;
    TimeUnit unit = TimeUnit::working_day;
    std::string rule;    ///< the rule's id
    std::string source;  ///< the regulation it comes from
};

/// How long each phase may take, by class, field and urgency: data, never constants. Immutable after loading.
class ServiceLevels {
public:
    /// The rules compiled into the program. Throws on a broken build only.
    [[nodiscard]] static ServiceLevels built_in();
    /// Errors: not_found, bad_format (names the rule).
    [[nodiscard]] static Result<ServiceLevels> load(const std::filesystem::path& file);
    [[nodiscard]] static Result<ServiceLevels> parse(std::string_view json);

    /// Codes of the directory; urgency is "normal", "urgent" or "complex".
    struct CaseKind {
        std::string_view class_code, field_code, urgency;
    };

    /// The most specific rule valid on the civil day of receipt; between equals, the later one of the file.
    /// Errors: not_found when no rule fits.
    [[nodiscard]] Result<ServiceLevel> find(Phase phase, const CaseKind& kind, UtcTime received_at) const;

    /// The due time of a phase: the rule found, counted on the calendar, both named in the explanation.
    /// Errors: those of `find` and of the calendar.
    [[nodiscard]] Result<Deadline> due(const Calendar& calendar, Phase phase, const CaseKind& kind,
                                       UtcTime received_at) const;

private:
    struct Rule {
        std::string id, class_code, field_code, urgency, source;
        Phase phase = Phase::answer;
        int amount = 0;
        TimeUnit unit = TimeUnit::working_day;
        Day valid_from;
        Day valid_to;
        int specificity = 0;
    };
    friend struct ServiceLevelsReader;
    std::vector<Rule> rules_;
};

}  // namespace hotline::calendar
