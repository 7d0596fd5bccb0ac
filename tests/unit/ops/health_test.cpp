#include "server/ops/health.hpp"

#include <gtest/gtest.h>
#include <stdexcept>

namespace hotline::ops {
namespace {

TEST(Health, IsReadyWhenEveryCheckPasses) {
    Health health;
    EXPECT_TRUE(Health::ready(health.check_all()));
    bool full = false;
    health.add("storage", [] { return Result<void>(); });
    health.add("disk", [&full]() -> Result<void> {
        if (full) return fail(Errc::storage_full, "");
        return {};
    });
    EXPECT_TRUE(Health::ready(health.check_all()));
    full = true;
    const auto results = health.check_all();
    EXPECT_FALSE(Health::ready(results));
    ASSERT_EQ(results.size(), 2U);
    EXPECT_TRUE(results[0].ready);
    EXPECT_EQ(results[1].name, "disk");
    EXPECT_EQ(results[1].code, Errc::storage_full);
}

TEST(Health, ACheckThatThrowsIsNotReady) {
    Health health;
    health.add("broken", []() -> Result<void> { throw std::runtime_error("x"); });
    EXPECT_EQ(health.check_all()[0].code, Errc::internal);
}

TEST(Health, ADrainingServerIsNotReady) {
    Health health;
    health.drain();
    EXPECT_FALSE(Health::ready(health.check_all()));
}

}  // namespace
}  // namespace hotline::ops
