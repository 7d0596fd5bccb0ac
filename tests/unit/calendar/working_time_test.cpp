#include "server/calendar/working_time.hpp"

#include <gtest/gtest.h>

namespace hotline::calendar {
namespace {

using namespace std::chrono_literals;
using std::chrono::local_days;

Day day(int year, unsigned month, unsigned number) {
    return local_days{std::chrono::year{year} / static_cast<int>(month) / static_cast<int>(number)};
}
UtcTime local(Day on, std::chrono::minutes clock) {
    return start_of(on) + clock;
}

TEST(Day, VietnamIsSevenHoursAhead) {
    const UtcTime late{std::chrono::sys_days{std::chrono::year{2026} / 3 / 9} + 17h};
    EXPECT_EQ(day_of(late), day(2026, 3, 10));
    EXPECT_EQ(day_of(late - 1ms), day(2026, 3, 9));
    EXPECT_EQ(in_words(day(2025, 11, 13)), "thứ Năm 13/11/2025");
}

TEST(Calendar, TheDayOfReceiptIsNotCounted) {
    const auto due = Calendar::built_in().due_after_working_days(local(day(2026, 3, 9), 8h), 1);
    ASSERT_TRUE(due);
    EXPECT_EQ(due->due_at, local(day(2026, 3, 11), 0min) - 1s);
    EXPECT_TRUE(due->certain);
}

TEST(Calendar, TetIsSkippedAndSaidSo) {
    // Friday 13 February 2026; Tết takes the whole next week.
    const auto due = Calendar::built_in().due_after_working_days(local(day(2026, 2, 13), 9h), 1);
    ASSERT_TRUE(due);
    EXPECT_EQ(day_of(due->due_at), day(2026, 2, 23));
    EXPECT_EQ(due->days.size(), 10U);
    EXPECT_NE(due->explanation.find("16/02/2026 (nghỉ lễ)"), std::string::npos);
    EXPECT_NE(due->explanation.find("đến hết thứ Hai 23/02/2026"), std::string::npos);
}

TEST(Calendar, AMadeUpSaturdayCounts) {
    const Calendar calendar = Calendar::built_in();
    EXPECT_EQ(calendar.kind_of(day(2026, 1, 10)), DayKind::made_up_saturday);
    const auto due = calendar.due_after_working_days(local(day(2026, 1, 9), 9h), 1);
    ASSERT_TRUE(due);
    EXPECT_EQ(day_of(due->due_at), day(2026, 1, 10));
}

TEST(Calendar, UnverifiedDaysMakeTheDeadlineUncertain) {
    const Calendar calendar = Calendar::built_in();
    EXPECT_EQ(calendar.kind_of(day(2026, 8, 31)), DayKind::unverified_holiday);
    const auto due = calendar.due_after_working_days(local(day(2026, 8, 28), 9h), 1);
    ASSERT_TRUE(due);
    EXPECT_EQ(day_of(due->due_at), day(2026, 9, 3));
    EXPECT_FALSE(due->certain);
    EXPECT_NE(due->explanation.find("chưa được xác minh"), std::string::npos);
}

TEST(Calendar, AYearWithoutDataHasWeekendsAndFixedHolidays) {
    const Calendar calendar = Calendar::built_in();
    EXPECT_EQ(calendar.kind_of(day(2031, 5, 1)), DayKind::assumed_holiday);
    const auto due = calendar.due_after_working_days(local(day(2031, 4, 29), 9h), 1);
    ASSERT_TRUE(due);
    EXPECT_EQ(day_of(due->due_at), day(2031, 5, 2));
    EXPECT_FALSE(due->certain);
    EXPECT_NE(due->explanation.find("Chưa có lịch nghỉ năm 2031"), std::string::npos);
}

TEST(Calendar, WorkingMinutesStopAtNoonAndAtNight) {
    const Calendar calendar = Calendar::built_in();
    const auto over_noon = calendar.due_after_working_minutes(local(day(2026, 3, 9), 11h + 30min), 60min);
    ASSERT_TRUE(over_noon);
    EXPECT_EQ(over_noon->due_at, local(day(2026, 3, 9), 14h));
    const auto at_night = calendar.due_after_working_minutes(local(day(2026, 3, 13), 22h), 8h);
    ASSERT_TRUE(at_night);
    EXPECT_EQ(at_night->due_at, local(day(2026, 3, 16), 17h));
}

TEST(Calendar, CountsWorkingDaysBothWays) {
    const Calendar calendar = Calendar::built_in();
    EXPECT_EQ(calendar.working_days_between(day(2026, 3, 9), day(2026, 3, 16)), 5);
    EXPECT_EQ(calendar.working_days_between(day(2026, 3, 16), day(2026, 3, 9)), -5);
    EXPECT_EQ(calendar.working_days_between(day(2026, 3, 9), day(2026, 3, 9)), 0);
}

TEST(Calendar, TermsOutOfRangeAreRefused) {
    const Calendar calendar = Calendar::built_in();
    for (const int days : {0, -1, 1001})
        EXPECT_EQ(calendar.due_after_working_days({}, days).error().code, Errc::bad_input);
    EXPECT_FALSE(calendar.due_after_working_minutes({}, 0min));
}

TEST(Calendar, BadFilesAreRefusedWithTheirFault) {
    const auto with = [](std::string_view years) {
        return Calendar::parse(R"({"time_zone":"Asia/Ho_Chi_Minh","week":["mon"],"hours":[],"years":)" +
                               std::string(years) + "}");
    };
    EXPECT_TRUE(with(R"({"2026":{"source":"s","off":["2026-01-01"],"work":[],"unverified":[]}})"));
    for (const std::string_view years :
         {R"({"2026":{"source":"s","off":["2026-02-30"],"work":[],"unverified":[]}})",
          R"({"2026":{"source":"s","off":["2025-01-01"],"work":[],"unverified":[]}})",
          R"({"2026":{"source":"","off":[],"work":[],"unverified":[]}})",
          R"({"2026":{"source":"s","off":["2026-01-01"],"work":["2026-01-01"],"unverified":[]}})"}) {
        const auto bad = with(years);
        ASSERT_FALSE(bad) << years;
        EXPECT_EQ(bad.error().code, Errc::bad_format);
    }
    EXPECT_EQ(with("{}")->due_after_working_minutes({}, 1min).error().code, Errc::wrong_state);
}

}  // namespace
}  // namespace hotline::calendar
