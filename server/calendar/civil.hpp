#pragma once

#include <chrono>
#include <string>

namespace hotline::calendar {

/// An instant in UTC, to the millisecond, as it is stored.
using UtcTime = std::chrono::sys_time<std::chrono::milliseconds>;

/// A civil day in Asia/Ho_Chi_Minh (UTC+7 all year).
using Day = std::chrono::local_days;

/// A minute on Vietnam's clock: all counting is done in whole minutes.
using Minute = std::chrono::local_time<std::chrono::minutes>;

/// The civil day of an instant in Vietnam.
[[nodiscard]] Day day_of(UtcTime at) noexcept;
/// The civil day to which a minute belongs.
[[nodiscard]] Day day_of(Minute at) noexcept;
/// The instant at which a civil day in Vietnam begins.
[[nodiscard]] UtcTime start_of(Day day) noexcept;
/// The minute that an instant lies in.
[[nodiscard]] Minute minute_of(UtcTime at) noexcept;
/// The first whole minute not before an instant: a started minute is not counted.
[[nodiscard]] Minute next_minute(UtcTime at) noexcept;
[[nodiscard]] UtcTime utc_of(Minute at) noexcept;

/// "2025-11-13".
[[nodiscard]] std::string iso(Day day);
/// "13/11/2025".
[[nodiscard]] std::string date_in_words(Day day);
/// "thứ Năm 13/11/2025".
[[nodiscard]] std::string in_words(Day day);
/// "07:30"; the time of day of a minute.
[[nodiscard]] std::string clock_in_words(Minute at);

}  // namespace hotline::calendar
