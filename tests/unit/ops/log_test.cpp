#include "server/ops/log.hpp"

#include "crypto/secret.hpp"
#include "server/ops/clock.hpp"

#include <gtest/gtest.h>
#include <limits>
#include <nlohmann/json.hpp>
#include <vector>

namespace hotline::ops {
namespace {

static_assert(!std::is_constructible_v<LogValue, SecretBytes>, "secret bytes must not reach the log");
static_assert(!std::is_constructible_v<LogValue, const Pii<struct AnyTag>&>,
              "personal data must not reach the log");

struct LogTest : ::testing::Test {
    LogTest() {
        set_log_sink([this](std::string_view line) { lines.emplace_back(line); });
    }
    ~LogTest() override {
        set_log_sink({});
        set_log_level(LogLevel::info);
    }
    std::vector<std::string> lines;
};

TEST_F(LogTest, ALineIsOneJsonObjectWithTypedValues) {
    log_event(LogLevel::warn, "queue.full",
              {{"queue", "passwords"},
               {"waiting", 32},
               {"ratio", 0.5},
               {"full", true},
               {"size", std::size_t{1} << 40U}});
    ASSERT_EQ(lines.size(), 1U);
    const auto json = nlohmann::json::parse(lines[0]);
    EXPECT_EQ(json["level"], "warn");
    EXPECT_EQ(json["event"], "queue.full");
    EXPECT_EQ(json["queue"], "passwords");
    EXPECT_EQ(json["waiting"], 32);
    EXPECT_EQ(json["ratio"], 0.5);
    EXPECT_EQ(json["full"], true);
    EXPECT_EQ(json["size"], 1099511627776);
    EXPECT_TRUE(parse_rfc3339(json["time"].get<std::string>()));
}

// ASVS 5.0.0: 16.4.1
TEST_F(LogTest, ForgedLinesAndBadBytesStayInsideTheirValue) {
    log_event(LogLevel::info, "x", {{"text", "a\n{\"level\":\"error\"}\x1b[31m\xFF"}});
    EXPECT_EQ(lines[0].find('\n'), std::string::npos);
    EXPECT_EQ(lines[0].find('\x1b'), std::string::npos);
    EXPECT_EQ(nlohmann::json::parse(lines[0])["level"], "info");
}

TEST_F(LogTest, NumbersThatJsonLacksBecomeNull) {
    log_event(LogLevel::info, "x", {{"a", std::numeric_limits<double>::infinity()}, {"b", std::nan("")}});
    EXPECT_TRUE(nlohmann::json::parse(lines[0])["a"].is_null());
    EXPECT_TRUE(nlohmann::json::parse(lines[0])["b"].is_null());
}

TEST_F(LogTest, LinesBelowTheLevelAreDropped) {
    log_event(LogLevel::debug, "x");
    EXPECT_TRUE(lines.empty());
    set_log_level(LogLevel::error);
    log_event(LogLevel::warn, "x");
    EXPECT_TRUE(lines.empty());
    log_event(LogLevel::error, "x");
    EXPECT_EQ(lines.size(), 1U);
}

}  // namespace
}  // namespace hotline::ops
