#include "server/calendar/calendar.hpp"

#include "server/calendar/lunar.hpp"
#include "tests/unit/calendar/days.hpp"

#include <gtest/gtest.h>

namespace hotline::calendar {
namespace {

using namespace std::chrono_literals;

TEST(Day, VietnamIsSevenHoursAhead) {
    const UtcTime late{std::chrono::sys_days{std::chrono::year{2026} / 3 / 9} + 17h};
    EXPECT_EQ(day_of(late), day(2026, 3, 10));
    EXPECT_EQ(day_of(late - 1ms), day(2026, 3, 9));
    EXPECT_EQ(in_words(day(2025, 11, 13)), "thứ Năm 13/11/2025");
    EXPECT_EQ(iso(day(2026, 1, 2)), "2026-01-02");
}

TEST(Day, AStartedMinuteIsNotCounted) {
    const UtcTime nine = local(day(2026, 3, 9), 9h);
    EXPECT_EQ(utc_of(next_minute(nine)), nine);
    EXPECT_EQ(utc_of(next_minute(nine + 1ms)), nine + 1min);
    EXPECT_EQ(utc_of(minute_of(nine + 59s)), nine);
    EXPECT_EQ(clock_in_words(minute_of(nine)), "09:00");
}

TEST(Calendar, DaysOffAndWorkedSaturdaysHaveNamesAndDocuments) {
    const Calendar calendar = Calendar::built_in();
    const MarkedDay* tet = calendar.mark_of(day(2026, 2, 17));
    ASSERT_NE(tet, nullptr);
    EXPECT_EQ(tet->name, "Tết Nguyên đán Bính Ngọ, mùng 1");
    EXPECT_EQ(tet->document, "Thông báo 9441 ngày 16/10/2025");
    EXPECT_EQ(calendar.kind_of(day(2026, 2, 17)), DayKind::holiday);
    EXPECT_EQ(calendar.kind_of(day(2026, 1, 10)), DayKind::make_up);
    EXPECT_EQ(calendar.kind_of(day(2026, 1, 17)), DayKind::weekend);
    EXPECT_EQ(calendar.kind_of(day(2026, 1, 19)), DayKind::working);
    EXPECT_EQ(calendar.mark_of(day(2026, 1, 19)), nullptr);
}

TEST(Calendar, EveryYearOfTheDataHasItsDays) {
    const Calendar calendar = Calendar::built_in();
    EXPECT_EQ(calendar.known_years(), (std::set<int>{2024, 2025, 2026, 2027}));
    EXPECT_EQ(calendar.marked_days(2024).size(), 13U);
    EXPECT_EQ(calendar.marked_days(2025).size(), 13U);
    EXPECT_EQ(calendar.marked_days(2026).size(), 15U);
    EXPECT_EQ(calendar.marked_days(2027).size(), 11U);
}

TEST(Calendar, ASwitchedOffDayIsKeptAndNotCounted) {
    const Calendar calendar = Calendar::built_in();
    EXPECT_EQ(calendar.kind_of(day(2026, 11, 24)), DayKind::working);
    EXPECT_TRUE(calendar.switched_off().contains(day(2026, 11, 24)));
}

TEST(Calendar, UnverifiedDaysAndUnknownYearsAreNotCertain) {
    const Calendar calendar = Calendar::built_in();
    EXPECT_TRUE(calendar.is_certain(day(2026, 9, 2)));
    EXPECT_FALSE(calendar.is_certain(day(2026, 8, 31)));
    EXPECT_FALSE(calendar.is_certain(day(2031, 3, 3)));
}

TEST(Calendar, AYearWithoutDataIsComputedFromTheLaw) {
    const Calendar calendar = Calendar::built_in();
    EXPECT_EQ(calendar.kind_of(day(2031, 5, 1)), DayKind::holiday);
    EXPECT_EQ(calendar.kind_of(lunar_day(1, 1, 2031)), DayKind::holiday);
    EXPECT_FALSE(calendar.mark_of(day(2031, 5, 1))->verified);
}

TEST(ComputedYear, IsThatOf2027InTheData) {
    const Calendar calendar = Calendar::built_in();
    std::vector<Day> published;
    for (const auto& [each, mark] : calendar.marked_days(2027)) published.push_back(each);
    std::vector<Day> computed;
    for (const auto& [each, mark] : computed_year(2027)) computed.push_back(each);
    EXPECT_EQ(computed, published);
}

TEST(ComputedYear, AHolidayOnAWeekendIsGivenBack) {
    const auto year = computed_year(2028);  // 1 January 2028 is a Saturday
    EXPECT_FALSE(year.contains(day(2028, 1, 1)));
    ASSERT_TRUE(year.contains(day(2028, 1, 3)));
    EXPECT_NE(year.at(day(2028, 1, 3)).name.find("nghỉ bù cho 01/01/2028"), std::string::npos);
}

TEST(Calendar, AProvinceHasItsHoursBySeason) {
    const Calendar calendar = Calendar::built_in("Vĩnh Phúc");
    EXPECT_EQ(calendar.windows_of(day(2026, 4, 15)).front().open, 7h + 30min);
    EXPECT_EQ(calendar.windows_of(day(2026, 4, 16)).front().open, 7h);
    EXPECT_EQ(calendar.windows_of(day(2026, 10, 15)).back().close, 17h);
    EXPECT_EQ(calendar.windows_of(day(2026, 10, 16)).back().close, 16h + 30min);
    EXPECT_TRUE(calendar.windows_of(day(2026, 10, 17)).empty());
    EXPECT_EQ(Calendar::built_in("Nơi khác").windows_of(day(2026, 4, 16)).front().open, 7h + 30min);
}

/// A calendar of one year with one line for the day, or the fault of it.
Result<Calendar> with_day(const std::string& entry) {
    return Calendar::parse(
        R"({"time_zone":"Asia/Ho_Chi_Minh","week":["mon","tue","wed","thu","fri"],)"
        R"("hours":[{"name":"h","valid_from":"2020-01-01","windows":[["08:00","16:00"]]}],)"
        R"("years":{"2026":{"source":"s","days":[)" +
        entry + "]}}}");
}

TEST(Calendar, ABadDayIsRefusedWithItsPlace) {
    EXPECT_TRUE(with_day(R"({"date":"2026-01-01","kind":"off","name":"n"})"));
    const std::pair<const char*, const char*> kFaults[] = {
        {R"({"date":"2026-02-30","kind":"off","name":"n"})", "2026-02-30: no such day"},
        {R"({"date":"2025-01-01","kind":"off","name":"n"})", "a date of another year"},
        {R"({"date":"2026-01-01","kind":"rest","name":"n"})", "kind is off or work, not rest"},
        {R"({"date":"2026-01-01","kind":"off"})", "missing text: name"},
        {R"({"date":"2026-01-03","kind":"off","name":"n"})", "this day is free anyway"},
        {R"({"date":"2026-01-02","kind":"work","name":"n"})", "this day is worked anyway"},
        {R"({"date":"2026-01-01","kind":"off","name":"n","dokument":"d"})", "unknown key: dokument"},
        {R"({"date":"2026-01-01","kind":"off","name":"n"},{"date":"2026-01-01","kind":"off","name":"n"})",
         "twice"},
    };
    for (const auto& [entry, fault] : kFaults) {
        const Result<Calendar> bad = with_day(entry);
        ASSERT_FALSE(bad) << entry;
        EXPECT_EQ(bad.error().code, Errc::bad_format);
        EXPECT_NE(bad.error().internal.find("year 2026: "), std::string::npos) << bad.error().internal;
        EXPECT_NE(bad.error().internal.find(fault), std::string::npos) << bad.error().internal;
    }
}

TEST(Calendar, BadHoursAreRefusedWithTheirPlace) {
    const auto with_hours = [](const std::string& hours) {
        return Calendar::parse(R"({"time_zone":"Asia/Ho_Chi_Minh","week":["mon"],"hours":[)" + hours +
                               R"(],"years":{"2026":{"source":"s","days":[]}}})");
    };
    const std::pair<const char*, const char*> kFaults[] = {
        {"", "no office hours on 2026-01-05"},
        {R"({"name":"a","valid_from":"2020-01-01","windows":[]})", "hours a: hours without windows"},
        {R"({"name":"a","valid_from":"2020-01-01","windows":[["12:00","08:00"]]})", "windows out of order"},
        {R"({"name":"a","valid_from":"2020-01-01","windows":[["08:00","25:00"]]})", "no such time of day"},
        {R"({"name":"a","valid_from":"2020-01-01","valid_to":"2019-01-01","windows":[["08:00","12:00"]]})",
         "valid_to lies before valid_from"},
        {R"({"name":"a","valid_from":"2026-01-06","windows":[["08:00","12:00"]]})",
         "no office hours on 2026-01-05"},
        {R"({"name":"a","valid_from":"2020-01-01","season":{"from":"04-16","to":"04-31"},"windows":[["08:00","12:00"]]})",
         "no such day of the year"},
    };
    for (const auto& [hours, fault] : kFaults) {
        const Result<Calendar> bad = with_hours(hours);
        ASSERT_FALSE(bad) << hours;
        EXPECT_NE(bad.error().internal.find(fault), std::string::npos) << bad.error().internal;
    }
}

}  // namespace
}  // namespace hotline::calendar
