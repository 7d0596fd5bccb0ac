#include "server/access/log_in_limits.hpp"
#include "server/access/failed_log_ins.hpp"

#include <gtest/gtest.h>

namespace hotline::access {
namespace {

constexpr LogInLimits::Now kStart{};

int attempts(LogInLimits& limits, std::string_view account, std::string_view address, int tries) {
    int allowed = 0;
    for (int i = 0; i < tries; ++i) allowed += limits.allow(account, address, kStart) ? 1 : 0;
    return allowed;
}

TEST(LogInLimits, AnAccountIsNotGuessedAtFromManyAddresses) {
    LogInLimits limits;
    int allowed = 0;
    for (int i = 0; i < 1000; ++i)
        allowed += limits.allow("an", "10.0.0." + std::to_string(i), kStart) ? 1 : 0;
    EXPECT_LE(allowed, 50);
    EXPECT_GT(allowed, 0);
}

TEST(LogInLimits, AnAddressDoesNotTryManyAccounts) {
    LogInLimits limits;
    int allowed = 0;
    for (int i = 0; i < 1000; ++i)
        allowed += limits.allow("user" + std::to_string(i), "10.0.0.1", kStart) ? 1 : 0;
    EXPECT_LE(allowed, 200);
}

TEST(LogInLimits, StrangersFailuresDoNotLockTheMemberOut) {
    LogInLimits limits;
    ASSERT_TRUE(limits.allow("an", "192.0.2.7", kStart));
    limits.succeeded("an", "192.0.2.7");
    for (int i = 0; i < 1000; ++i) (void)limits.allow("an", "10.0.0." + std::to_string(i), kStart);
    ASSERT_FALSE(limits.allow("an", "192.0.2.8", kStart)) << "a stranger's address waits";
    EXPECT_TRUE(limits.allow("an", "192.0.2.7", kStart));
}

TEST(LogInLimits, AKnownAddressIsLimitedToo) {
    LogInLimits limits;
    ASSERT_TRUE(limits.allow("an", "192.0.2.7", kStart));
    limits.succeeded("an", "192.0.2.7");
    EXPECT_EQ(attempts(limits, "an", "192.0.2.7", 1000), 20);
    EXPECT_FALSE(limits.allow("an", "192.0.2.7", kStart));
    EXPECT_TRUE(limits.allow("an", "192.0.2.7", kStart + std::chrono::minutes{1}));
}

TEST(LogInLimits, SuccessesCostNothing) {
    LogInLimits limits;
    for (int i = 0; i < 1000; ++i) {
        ASSERT_TRUE(limits.allow("an", "192.0.2.7", kStart));
        limits.succeeded("an", "192.0.2.7");
    }
}

TEST(LogInLimits, OneNetworkOfASubscriberCountsAsOne) {
    const auto key = [](const char* text) { return limit_key(boost::asio::ip::make_address(text)); };
    EXPECT_EQ(key("2001:db8:1:2::1"), key("2001:db8:1:2:ffff::9"));
    EXPECT_NE(key("2001:db8:1:2::1"), key("2001:db8:1:3::1"));
    EXPECT_EQ(key("::ffff:192.0.2.7"), key("192.0.2.7"));
    EXPECT_NE(key("192.0.2.8"), key("192.0.2.7"));
}

TEST(FailedLogIns, AreCountedForEachAccountUntilTaken) {
    FailedLogIns failed;
    const auto an = random_fixed<UserId>();
    failed.add(an);
    failed.add(an);
    failed.add_unknown();
    const auto counts = failed.take();
    EXPECT_EQ(counts.by_user.at(an), 2U);
    EXPECT_EQ(counts.unknown, 1U);
    EXPECT_TRUE(failed.take().by_user.empty());
}

}  // namespace
}  // namespace hotline::access
