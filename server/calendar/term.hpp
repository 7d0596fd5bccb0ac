#pragma once

#include "server/calendar/calendar.hpp"

#include <span>

namespace hotline::calendar {

enum class TimeUnit { minute, hour, working_hour, working_day };
/// "minute", "hour", "working_hour", "working_day", as in service_levels.json.
[[nodiscard]] std::string_view name_of(TimeUnit unit) noexcept;

/// A time in which nothing is counted: the case waits for the citizen.
struct Pause {
    UtcTime from, to;
};

/// What a day did to a term.
enum class DayReason {
    start,    ///< the day of receipt, not counted (terms in days)
    working,  ///< counted, a day of the week
    make_up,  ///< counted, a Saturday worked in exchange
    weekend,  ///< not counted
    holiday,  ///< not counted
    paused,   ///< not counted: the case waited
    closed,   ///< a working day on which the office was closed from the start of the term on
    clock,    ///< counted by the clock, whatever day it is
};
/// The reason as the API says it: "make_up".
[[nodiscard]] std::string_view name_of(DayReason reason) noexcept;

struct CountedDay {
    Day day;
    DayReason reason = DayReason::working;
    int counted = 0;  ///< minutes; 0 or 1 in terms of working days
    int paused = 0;   ///< minutes that would have counted but for a pause
};

/// A length of time laid on the calendar. The counted numbers of its days add up to the amount: in working
/// days as they are, else in minutes.
struct Term {
    int amount = 0;
    TimeUnit unit = TimeUnit::working_day;
    Minute from;                   ///< the first minute that could count
    Minute to;                     ///< the minute after the last counted one; 24:00 for terms in working days
    std::vector<CountedDay> days;  ///< every day from the start to the last, oldest first
};

/// The instant to show and compare: `to`, or the last second of the last day of a term in working days, so
/// that it reads as the right date everywhere.
[[nodiscard]] UtcTime due_at(const Term& term) noexcept;

/// Lays a term on the calendar from an instant on. Everything is counted in whole minutes: a started one is
/// not. The day of receipt is not counted in working days, the last one counts to its 24:00 (Civil Code 2015,
/// Art. 147-148); a working day does not count when pauses take half of its office minutes or more.
/// @param amount  1..1000  @param pauses  in order, not overlapping
/// Errors: bad_input (amount or pauses), wrong_state when the calendar has no office hours to count.
[[nodiscard]] Result<Term> count_from(const Calendar& calendar, int amount, TimeUnit unit, UtcTime from,
                                      std::span<const Pause> pauses);

/// Goes on where another term ended: an extension. In working days its first day is the one after the last of
/// `before`. Errors: as `count_from`.
[[nodiscard]] Result<Term> count_on(const Calendar& calendar, int amount, TimeUnit unit, const Term& before,
                                    std::span<const Pause> pauses);

}  // namespace hotline::calendar
