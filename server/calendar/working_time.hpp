#pragma once

#include "crypto/result.hpp"

#include <chrono>
#include <filesystem>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace hotline::calendar {

/// An instant in UTC, to the millisecond, as it is stored.
using UtcTime = std::chrono::sys_time<std::chrono::milliseconds>;

/// A civil day in Asia/Ho_Chi_Minh (UTC+7 all year).
using Day = std::chrono::local_days;

/// The civil day of an instant in Vietnam.
[[nodiscard]] Day day_of(UtcTime at) noexcept;
/// The instant at which a civil day in Vietnam begins.
[[nodiscard]] UtcTime start_of(Day day) noexcept;
/// "thứ Năm 13/11/2025".
[[nodiscard]] std::string in_words(Day day);

/// Why a day counts or does not.
enum class DayKind { working, made_up_saturday, weekend, holiday, unverified_holiday, assumed_holiday };

struct DayNote {
    Day day;
    DayKind kind = DayKind::working;
    [[nodiscard]] bool counts() const noexcept {
        return kind == DayKind::working || kind == DayKind::made_up_saturday;
    }
};

/// A due instant that explains itself.
struct Deadline {
    UtcTime due_at;             ///< the last second of the last day, or the minute of the working hour
    std::vector<DayNote> days;  ///< every civil day after receipt up to the due one, counted or skipped
    std::string explanation;    ///< Vietnamese, one or more sentences
    bool certain = true;        ///< false: a day was unverified, or a year has no data
};

/// Working days and office hours of the province. Immutable after loading: one object serves all threads.
class Calendar {
public:
    /// The calendar compiled into the program. Throws on a broken build only.
    [[nodiscard]] static Calendar built_in();
    /// Errors: not_found, bad_format (names the entry).
    [[nodiscard]] static Result<Calendar> load(const std::filesystem::path& file);
    /// From the text of a calendar.json. Errors: bad_format.
    [[nodiscard]] static Result<Calendar> parse(std::string_view json);

    [[nodiscard]] DayKind kind_of(Day day) const;
    [[nodiscard]] bool is_working_day(Day day) const { return DayNote{day, kind_of(day)}.counts(); }

    /// The day of receipt is not counted; the term ends with the last second of the n-th working day after it
    /// (Civil Code 2015, Art. 147-148; domain.md section 3).
    /// @param days  1..1000. Errors: bad_input outside of that.
    [[nodiscard]] Result<Deadline> due_after_working_days(UtcTime received_at, int days) const;

    /// Counts minutes inside the office windows only; receipt outside of them starts at the next opening.
    /// @param minutes  1..120000 (2000 hours). Errors: bad_input outside of that, wrong_state when the
    /// calendar has no office hours.
    [[nodiscard]] Result<Deadline> due_after_working_minutes(UtcTime received_at,
                                                             std::chrono::minutes minutes) const;

    /// Working days after `from` up to and including `to`; negative when `to` lies before.
    [[nodiscard]] int working_days_between(Day from, Day to) const;

    /// The office windows of a day, local time from midnight; empty on days that do not count.
    struct Window {
        std::chrono::minutes open, close;
    };
    [[nodiscard]] std::vector<Window> windows_of(Day day) const;

private:
    Calendar() = default;
    friend struct CalendarReader;
    [[nodiscard]] bool is_certain(Day day) const;
    [[nodiscard]] std::string doubts(const std::vector<DayNote>& notes) const;
    struct Hours {
        std::string name;
        std::chrono::year_month_day valid_from;
        bool seasonal = false;
        std::chrono::month_day season_from, season_to;
        std::vector<Window> windows;
    };
    std::set<Day> off_, work_, unverified_;
    std::set<int> known_years_;
    std::set<unsigned> week_;  ///< ISO weekdays worked, Monday 1
    std::vector<Hours> hours_;
};

}  // namespace hotline::calendar
