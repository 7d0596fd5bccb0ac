#include "server/calendar/service_levels.hpp"

#include <gtest/gtest.h>

namespace hotline::calendar {
namespace {

using namespace std::chrono_literals;

UtcTime monday_morning() {
    return start_of(Day{std::chrono::year{2026} / 3 / 9}) + 8h;
}
ServiceLevels::CaseKind kind(std::string_view field, std::string_view urgency) {
    return {.class_code = "phan-anh", .field_code = field, .urgency = urgency};
}

TEST(ServiceLevels, UrgencyDecidesTheTermOfTheAnswer) {
    const ServiceLevels levels = ServiceLevels::built_in();
    EXPECT_EQ(levels.find(Phase::answer, kind("dat-dai", "normal"), monday_morning())->amount, 5);
    EXPECT_EQ(levels.find(Phase::answer, kind("dat-dai", "urgent"), monday_morning())->amount, 1);
    EXPECT_EQ(levels.find(Phase::answer, kind("dat-dai", "complex"), monday_morning())->amount, 15);
}

TEST(ServiceLevels, TheMoreSpecificRuleWins) {
    const auto level =
        ServiceLevels::built_in().find(Phase::answer, kind("ve-sinh-moi-truong", "normal"), monday_morning());
    ASSERT_TRUE(level);
    EXPECT_EQ(level->amount, 3);
    EXPECT_EQ(level->rule, "answer-on-site-ve-sinh");
}

TEST(ServiceLevels, TheDeadlineNamesItsRule) {
    const ServiceLevels levels = ServiceLevels::built_in();
    const Calendar calendar = Calendar::built_in();
    const auto due =
        levels.due(calendar, Phase::answer, kind("dat-dai", "normal"), {monday_morning(), {}, false});
    ASSERT_TRUE(due);
    EXPECT_EQ(day_of(due->due_at), Day{std::chrono::year{2026} / 3 / 16});
    ASSERT_EQ(due->terms.size(), 1U);
    EXPECT_EQ(due->terms[0].level.rule, "answer-normal");
    const auto transfer =
        levels.due(calendar, Phase::transfer, kind("dat-dai", "urgent"), {monday_morning(), {}, false});
    ASSERT_TRUE(transfer);
    EXPECT_EQ(transfer->due_at, monday_morning() + 5min);
}

TEST(ServiceLevels, AnExtensionGoesOnWhereTheTermEnded) {
    const auto due = ServiceLevels::built_in().due(Calendar::built_in(), Phase::answer,
                                                   kind("dat-dai", "normal"), {monday_morning(), {}, true});
    ASSERT_TRUE(due);
    EXPECT_EQ(day_of(due->due_at), Day{std::chrono::year{2026} / 3 / 23});
    ASSERT_EQ(due->terms.size(), 2U);
    EXPECT_EQ(due->terms[1].level.rule, "extend-any");
}

TEST(ServiceLevels, RulesHoldOnlyInTheirTime) {
    const auto levels = ServiceLevels::parse(
        R"({"rules":[{"id":"old","phase":"answer","amount":9,"unit":"working_day","source":"s","valid_to":"2025-12-31"}]})");
    ASSERT_TRUE(levels);
    EXPECT_EQ(levels->find(Phase::answer, kind("x", "normal"), monday_morning()).error().code,
              Errc::not_found);
    EXPECT_TRUE(levels->find(Phase::answer, kind("x", "normal"), monday_morning() - 24h * 300));
}

TEST(ServiceLevels, BadRulesAreRefused) {
    for (const std::string_view rule :
         {R"({"id":"a","phase":"dance","amount":1,"unit":"hour","source":"s"})",
          R"({"id":"a","phase":"answer","amount":0,"unit":"hour","source":"s"})",
          R"({"id":"a","phase":"answer","amount":1,"unit":"week","source":"s"})",
          R"({"id":"a","phase":"answer","amount":1,"unit":"hour","source":""})",
          R"({"id":"a","phase":"answer","amount":1,"unit":"hour","source":"s","urgency":"soon"})",
          R"({"id":"a","phase":"answer","amount":1,"unit":"hour","source":"s","filed":"y-te"})",
          R"({"id":"a","phase":"answer","amount":1,"unit":"hour","source":"s","valid_to":"1969-01-01"})"}) {
        const auto bad = ServiceLevels::parse(R"({"rules":[)" + std::string(rule) + "]}");
        ASSERT_FALSE(bad) << rule;
        EXPECT_NE(bad.error().internal.find("rule a: "), std::string::npos) << bad.error().internal;
    }
}

}  // namespace
}  // namespace hotline::calendar
