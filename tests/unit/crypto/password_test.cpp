#include "crypto/password.hpp"

#include <gtest/gtest.h>

namespace hotline::crypto {
namespace {

constexpr PasswordCost kCheap{.passes = 1, .memory_kib = 8 * 1024};

class PasswordTest : public testing::Test {
protected:
    [[nodiscard]] PasswordKeys derive(std::string_view password) const {
        return std::move(derive_password_keys(password, salt_, user_, kCheap).value());
    }
    Salt16 salt_ = random_fixed<Salt16>();
    UserId user_ = random_fixed<UserId>();
};

bool same(const DataKey& a, const DataKey& b) {
    return equal_constant_time(a.expose_secret(), b.expose_secret());
}

TEST_F(PasswordTest, TheSamePasswordGivesTheSameKeys) {
    const auto first = derive("mật khẩu rất dài");
    const auto second = derive("mật khẩu rất dài");
    EXPECT_EQ(first.auth, second.auth);
    EXPECT_TRUE(same(first.kek, second.kek));
}

TEST_F(PasswordTest, AnotherPasswordOrSaltGivesOtherKeys) {
    const auto good = derive("mật khẩu rất dài");
    const auto other = derive("mật khẩu rất dàj");
    EXPECT_NE(good.auth, other.auth);
    EXPECT_FALSE(same(good.kek, other.kek));
    salt_.bytes[0] ^= 1;
    EXPECT_NE(derive("mật khẩu rất dài").auth, good.auth);
}

TEST_F(PasswordTest, AnotherUserHasAnotherKeyUnderTheSamePasswordAndSalt) {
    const auto first = derive("mật khẩu rất dài");
    user_.bytes[0] ^= 1;
    EXPECT_FALSE(same(derive("mật khẩu rất dài").kek, first.kek));
}

TEST_F(PasswordTest, WhatIsStoredSaysNothingAboutTheKey) {
    const auto keys = derive("mật khẩu rất dài");
    EXPECT_FALSE(equal_constant_time(keys.auth.view(), keys.kek.expose_secret()));
}

TEST_F(PasswordTest, CostOutOfBoundsIsRefused) {
    for (const PasswordCost cost : {PasswordCost{0, 8192}, PasswordCost{17, 8192}, PasswordCost{1, 8191},
                                    PasswordCost{1, 1024 * 1024 + 1}, PasswordCost{0, 0}}) {
        EXPECT_EQ(derive_password_keys("x", salt_, user_, cost).error().code, Errc::bad_input);
    }
}

TEST_F(PasswordTest, CostChangesTheKeys) {
    const auto dearer = derive_password_keys("x", salt_, user_, {.passes = 2, .memory_kib = 8 * 1024});
    EXPECT_NE(dearer->auth, derive("x").auth);
}

TEST_F(PasswordTest, AnEmptyPasswordIsHashedLikeAnyOther) {
    EXPECT_NE(derive("").auth, derive("x").auth);
}

}  // namespace
}  // namespace hotline::crypto
