#include "server/calendar/term.hpp"

#include "tests/unit/calendar/days.hpp"

#include <gtest/gtest.h>

// What terms come to stands in tests/vectors/deadlines; here is what a table cannot say.
namespace hotline::calendar {
namespace {

using namespace std::chrono_literals;

TEST(Term, WorkingDaysEndWithTheLastSecondOfTheLastDay) {
    const auto term =
        count_from(Calendar::built_in(), 1, TimeUnit::working_day, local(day(2026, 3, 9), 8h), {});
    ASSERT_TRUE(term);
    EXPECT_EQ(utc_of(term->to), local(day(2026, 3, 11), 0min));
    EXPECT_EQ(due_at(*term), local(day(2026, 3, 11), 0min) - 1s);
}

TEST(Term, SecondsOfReceiptAndPausesAreRoundedForTheUnit) {
    const Calendar calendar = Calendar::built_in();
    const UtcTime nine = local(day(2026, 3, 9), 9h);
    const auto plain = count_from(calendar, 5, TimeUnit::minute, nine + 1s, {});
    ASSERT_TRUE(plain);
    EXPECT_EQ(due_at(*plain), nine + 6min);
    const Pause pause{nine + 2min + 30s, nine + 3min + 30s};
    const auto paused = count_from(calendar, 5, TimeUnit::minute, nine, std::span(&pause, 1));
    ASSERT_TRUE(paused);
    EXPECT_EQ(due_at(*paused), nine + 7min);
}

TEST(Term, TwoPausesInOneMinuteTakeItOnce) {
    const UtcTime nine = local(day(2026, 3, 9), 9h);
    const Pause pauses[] = {{nine + 10s, nine + 20s}, {nine + 30s, nine + 40s}};
    const auto term = count_from(Calendar::built_in(), 1, TimeUnit::working_hour, nine, pauses);
    ASSERT_TRUE(term);
    EXPECT_EQ(due_at(*term), nine + 61min);
}

TEST(Term, AmountsOutOfRangeAndPausesOutOfOrderAreRefused) {
    const Calendar calendar = Calendar::built_in();
    const UtcTime nine = local(day(2026, 3, 9), 9h);
    for (const int amount : {0, -1, 1001})
        EXPECT_EQ(count_from(calendar, amount, TimeUnit::hour, nine, {}).error().code, Errc::bad_input);
    const Pause backwards[] = {{nine + 1h, nine}};
    EXPECT_EQ(count_from(calendar, 1, TimeUnit::hour, nine, backwards).error().code, Errc::bad_input);
    const Pause shuffled[] = {{nine + 1h, nine + 2h}, {nine, nine + 30min}};
    EXPECT_EQ(count_from(calendar, 1, TimeUnit::hour, nine, shuffled).error().code, Errc::bad_input);
}

TEST(Term, ACalendarWithoutHoursSaysSoInsteadOfCountingForEver) {
    // The sample hours begin in 2020; a pause of a thousand years takes every day of the other term.
    const Calendar calendar = Calendar::built_in();
    const UtcTime nine = local(day(2026, 3, 9), 9h);
    const Pause endless[] = {{nine, nine + std::chrono::years{1000}}};
    EXPECT_EQ(count_from(calendar, 1, TimeUnit::working_day, nine, endless).error().code, Errc::wrong_state);
    EXPECT_EQ(count_from(calendar, 1, TimeUnit::working_hour, nine, endless).error().code, Errc::wrong_state);
    EXPECT_EQ(count_from(calendar, 1, TimeUnit::hour, nine, endless).error().code, Errc::wrong_state);
}

}  // namespace
}  // namespace hotline::calendar
