#include "clients/cli/times.hpp"

#include <gtest/gtest.h>

namespace hotline::cli {
namespace {

TEST(Times, LocalTimeIsVietnams) {
    EXPECT_EQ(local_time("2026-08-28T07:05:00Z"), "28/08/2026 14:05");
    EXPECT_EQ(local_time("2026-12-31T20:00:00.123Z"), "01/01/2027 03:00");
    EXPECT_EQ(local_time("2026-08-28T14:05:00+07:00"), "28/08/2026 14:05");
}

TEST(Times, WhatIsNoTimeStaysAsItIs) {
    for (const char* text :
         {"", "soon", "2026-13-01T00:00:00Z", "2026-02-30T00:00:00Z", "2026-08-28T25:00:00Z",
          "2026-08-28T07:05:00", "2026-08-28T07:05:00.Z5", "2026-08-28T07:05:00+0700"}) {
        EXPECT_FALSE(parse_time(text)) << text;
        EXPECT_EQ(local_time(text), text);
    }
}

TEST(Times, FormatIsTheInverseOfParse) {
    EXPECT_EQ(format_utc(*parse_time("2026-08-28T14:05:09+07:00")), "2026-08-28T07:05:09Z");
}

TEST(Times, DeadlineSaysHowFarItIs) {
    const auto now = *parse_time("2026-08-28T00:00:00Z");
    EXPECT_EQ(time_left("2026-08-31T01:00:00Z", now), "còn 3 ngày");
    EXPECT_EQ(time_left("2026-08-28T05:59:00Z", now), "còn 5 giờ");
    EXPECT_EQ(time_left("2026-08-25T00:00:00Z", now), "quá 3 ngày");
    EXPECT_EQ(time_left("2026-08-27T23:50:00Z", now), "quá 10 phút");
    EXPECT_EQ(time_left("", now), "");
}

}  // namespace
}  // namespace hotline::cli
