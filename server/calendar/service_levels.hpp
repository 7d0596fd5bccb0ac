#pragma once

#include "server/calendar/term.hpp"

namespace hotline::calendar {

/// What a deadline is for.
enum class Phase { receive, transfer, accept, answer, extend };
[[nodiscard]] std::string_view name_of(Phase phase) noexcept;

/// One rule of service_levels.json that was chosen for a case.
struct ServiceLevel {
    Phase phase = Phase::answer;
    int amount = 0;
    TimeUnit unit = TimeUnit::working_day;
    std::string rule;    ///< the rule's id
    std::string source;  ///< the regulation it comes from
};

/// What happened to a case that moves its deadline.
struct Course {
    UtcTime received_at;
    std::vector<Pause> pauses = {};  ///< in the order of their start; a pause that still lasts ends now
    bool extended = false;           ///< by the rule of phase `extend`
};

/// A rule and the days it was counted on.
struct ExplainedTerm {
    ServiceLevel level;
    Term term;
};

/// A due instant that explains itself.
struct Deadline {
    UtcTime due_at;
    Course course;
    std::vector<ExplainedTerm> terms;  ///< the first one, and the extension where there is one
    bool certain = true;               ///< false: a day was unverified, or a year has no data
};

/// How long each phase may take, by class, field and urgency: data, never constants. Immutable after loading.
class ServiceLevels {
public:
    /// The rules compiled into the program. Throws on a broken build only.
    [[nodiscard]] static ServiceLevels built_in();
    /// Errors: not_found, bad_format (names the rule).
    [[nodiscard]] static Result<ServiceLevels> load(const std::filesystem::path& file);
    [[nodiscard]] static Result<ServiceLevels> parse(std::string_view json);

    /// Names this content.
    [[nodiscard]] const Hash32& fingerprint() const noexcept { return fingerprint_; }

    /// Codes of the directory; urgency is "normal", "urgent" or "complex".
    struct CaseKind {
        std::string_view class_code, field_code, urgency;
    };

    /// The rule valid on the civil day of receipt that names most of class, field and urgency; between
    /// equals, the later one of the file. Errors: not_found when no rule fits.
    [[nodiscard]] Result<ServiceLevel> find(Phase phase, const CaseKind& kind, UtcTime received_at) const;

    /// The rule of an id. Errors: not_found.
    [[nodiscard]] Result<ServiceLevel> by_id(std::string_view id) const;

    /// The due time of a phase: the rules found, counted on the calendar.
    /// Errors: those of `find` and of `count_from`.
    [[nodiscard]] Result<Deadline> due(const Calendar& calendar, Phase phase, const CaseKind& kind,
                                       Course course) const;

private:
    struct Rule {
        ServiceLevel level;
        std::string class_code, field_code, urgency;
        Day valid_from, valid_to;
        int named = 0;  ///< how many of class, field and urgency it names
    };
    friend struct ServiceLevelsReader;
    Hash32 fingerprint_;
    std::vector<Rule> rules_;
};

/// A deadline by given rules. @param extension  null when the case was not extended; `course.extended` says
/// the same Errors: those of `count_from`.
[[nodiscard]] Result<Deadline> lay_out(const Calendar& calendar, const ServiceLevel& first,
                                       const ServiceLevel* extension, Course course);

}  // namespace hotline::calendar
