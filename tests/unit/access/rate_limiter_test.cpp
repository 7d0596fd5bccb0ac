#include "server/access/rate_limiter.hpp"

#include <gtest/gtest.h>

namespace hotline::access {
namespace {

TEST(RateLimiter, StopsABurstAndFillsAgain) {
    RateLimiter limiter({.per_minute = 60, .burst = 3});
    const std::chrono::steady_clock::time_point start{};
    for (int i = 0; i < 3; ++i) EXPECT_TRUE(limiter.allow("a", start));
    EXPECT_FALSE(limiter.allow("a", start));
    EXPECT_TRUE(limiter.allow("b", start));
    EXPECT_TRUE(limiter.allow("a", start + std::chrono::seconds{1}));
    EXPECT_FALSE(limiter.allow("a", start + std::chrono::seconds{1}));
}

TEST(RateLimiter, ForgettingCallersNeverRefusesANewOne) {
    RateLimiter limiter({.per_minute = 60, .burst = 1});
    for (int i = 0; i < 40000; ++i)
        EXPECT_TRUE(limiter.allow("address " + std::to_string(i), std::chrono::steady_clock::time_point{}));
}

}  // namespace
}  // namespace hotline::access
