#include "server/ops/clock.hpp"

#include <gtest/gtest.h>
#include <optional>

namespace hotline::ops {
namespace {

using namespace std::chrono;
using namespace std::chrono_literals;

std::optional<std::string> round_trip(std::string_view text) {
    const auto time = parse_rfc3339(text);
    if (!time) return std::nullopt;
    return format_rfc3339(*time);
}

TEST(Rfc3339, WritesUtcWithMilliseconds) {
    EXPECT_EQ(format_rfc3339(SysTime(0ms)), "1970-01-01T00:00:00.000Z");
    EXPECT_EQ(format_rfc3339(SysTime(sys_days(2026y / November / 22) + 8h + 15min + 30s + 123ms)),
              "2026-11-22T08:15:30.123Z");
    EXPECT_EQ(format_rfc3339(SysTime(-1ms)), "1969-12-31T23:59:59.999Z");
}

TEST(Rfc3339, ReadsOffsetsAndDecimals) {
    EXPECT_EQ(round_trip("2026-11-22T08:15:30Z"), "2026-11-22T08:15:30.000Z");
    EXPECT_EQ(round_trip("2026-11-22T08:15:30.1Z"), "2026-11-22T08:15:30.100Z");
    EXPECT_EQ(round_trip("2026-11-22T08:15:30.123999999Z"), "2026-11-22T08:15:30.123Z");
    EXPECT_EQ(round_trip("2026-11-22T00:15:30+07:00"), "2026-11-21T17:15:30.000Z");
    EXPECT_EQ(round_trip("2026-12-31T23:30:00-00:30"), "2027-01-01T00:00:00.000Z");
    EXPECT_EQ(round_trip("2024-02-29T00:00:00Z"), "2024-02-29T00:00:00.000Z");
    EXPECT_EQ(round_trip("0000-01-01T00:00:00Z"), "0000-01-01T00:00:00.000Z");
    EXPECT_EQ(round_trip("9999-12-31T23:59:59.999Z"), "9999-12-31T23:59:59.999Z");
}

TEST(Rfc3339, RefusesEverythingElse) {
    for (const std::string_view text : {"",
                                        "2026-11-22",
                                        "2026-11-22T08:15:30",
                                        "2026-11-22 08:15:30Z",
                                        "2026-11-22t08:15:30Z",
                                        "2026-11-22T08:15:30z",
                                        "2026-11-22T08:15Z",
                                        "26-11-22T08:15:30Z",
                                        "2026-1-22T08:15:30Z",
                                        "2026-13-01T00:00:00Z",
                                        "2026-02-29T00:00:00Z",
                                        "2026-04-31T00:00:00Z",
                                        "2026-00-01T00:00:00Z",
                                        "2026-11-00T00:00:00Z",
                                        "2026-11-22T24:00:00Z",
                                        "2026-11-22T08:60:00Z",
                                        "2026-11-22T08:15:60Z",
                                        "2026-11-22T08:15:30.Z",
                                        "2026-11-22T08:15:30.1234567890Z",
                                        "2026-11-22T08:15:30+7:00",
                                        "2026-11-22T08:15:30+0700",
                                        "2026-11-22T08:15:30+24:00",
                                        "2026-11-22T08:15:30+07:60",
                                        "2026-11-22T08:15:30Z ",
                                        " 2026-11-22T08:15:30Z",
                                        "+026-11-22T08:15:30Z",
                                        "2026-11-22T08:15:30ZZ"}) {
        const auto time = parse_rfc3339(text);
        ASSERT_FALSE(time) << text;
        EXPECT_EQ(time.error().code, Errc::bad_input);
    }
}

TEST(Clock, AManualClockMovesOnlyWhenTold) {
    ManualClock clock(SysTime(5ms));
    EXPECT_EQ(clock.now(), SysTime(5ms));
    clock.advance(2s);
    EXPECT_EQ(clock.now(), SysTime(2005ms));
    clock.set(SysTime(1ms));
    EXPECT_EQ(clock.now(), SysTime(1ms));
}

TEST(Clock, TheSystemClockIsPast2020) {
    EXPECT_GT(SystemClock().now(), SysTime(sys_days(2020y / January / 1)));
}

}  // namespace
}  // namespace hotline::ops
