#pragma once

#include "server/calendar/calendar.hpp"

namespace hotline::calendar {

/// Years for which the lunar calendar is computed.
inline constexpr int kFirstLunarYear = 2000;
inline constexpr int kLastLunarYear = 2100;

/// The civil day of a day of the Vietnamese lunar calendar, by new moons and the sun's longitude at UTC+7.
/// Leap months are passed over: Tết and Giỗ Tổ never stand in one.
/// @param month  1..12  @param day  1..30; the 30th of a month of 29 days is the 1st of the next
/// @param year   kFirstLunarYear..kLastLunarYear
/// Source: the public astronomical method; checked against published Tết and Giỗ Tổ dates (DESIGN.md,
/// "Lunar").
[[nodiscard]] Day lunar_day(int day, int month, int year);

/// What the Labour Code 2019, Art. 112 gives for a year that has no notice yet: every day unverified, since
/// the Prime Minister chooses days around Tết and 2 September and may swap days. Only days that would be
/// worked are listed.
/// @param year  kFirstLunarYear..kLastLunarYear
[[nodiscard]] std::map<Day, MarkedDay> computed_year(int year);

}  // namespace hotline::calendar
