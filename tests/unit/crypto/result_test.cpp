#include "crypto/result.hpp"

#include <gtest/gtest.h>

#include <memory>
#include <set>

namespace hotline {
namespace {

TEST(Result, HoldsAValueOrAnError) {
    const Result<int> good = 7;
    const Result<int> bad = fail(Errc::not_found, "no such row");
    EXPECT_TRUE(good);
    EXPECT_EQ(*good, 7);
    ASSERT_FALSE(bad);
    EXPECT_EQ(bad.error().code, Errc::not_found);
    EXPECT_EQ(bad.error().internal, "no such row");
}

TEST(Result, RemembersWhereItFailed) {
    const Result<void> bad = fail(Errc::internal, "here");
    const auto line = std::source_location::current().line() - 1;
    EXPECT_EQ(bad.error().where.line(), line);
}

TEST(Result, CarriesMoveOnlyValues) {
    Result<std::unique_ptr<int>> made = std::make_unique<int>(3);
    const std::unique_ptr<int> taken = *std::move(made);
    EXPECT_EQ(*taken, 3);
}

TEST(Result, TakingAValueThatIsNotThereThrows) {
    Result<int> bad = fail(Errc::busy, "");
    EXPECT_THROW((void)bad.value(), std::bad_expected_access<Error>);
}

TEST(Errc, EveryCodeHasItsOwnName) {
    std::set<std::string_view> names;
    for (int code = 0; code <= static_cast<int>(Errc::internal); ++code) names.insert(name_of(Errc{code}));
    EXPECT_EQ(names.size(), static_cast<std::size_t>(Errc::internal) + 1);
    EXPECT_EQ(name_of(Errc::bad_input), "bad_input");
    EXPECT_EQ(name_of(Errc::audit_unavailable), "audit_unavailable");
    EXPECT_EQ(name_of(Errc{999}), "internal");
}

}  // namespace
}  // namespace hotline
