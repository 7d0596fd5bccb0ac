#include "server/access/reveal_limits.hpp"

#include <gtest/gtest.h>

namespace hotline::access {
namespace {

using namespace std::chrono_literals;
using storage::LookRow;

constexpr storage::Time kStart{std::chrono::sys_days{std::chrono::year{2026} / 9 / 10}};

/// A member's day, look by look.
class Day {
public:
    LookVerdict reveal(const CaseId& case_id, std::chrono::seconds after, bool assigned = true) {
        add(case_id, after, true, assigned);
        return keep(judge_reveal(looks_, limits));
    }
    LookVerdict read(const CaseId& case_id, std::chrono::seconds after, bool oversees = false) {
        add(case_id, after, false, true);
        return keep(judge_reading(looks_, limits, oversees));
    }
    RevealLimits limits;

private:
    void add(const CaseId& case_id, std::chrono::seconds after, bool is_reveal, bool assigned) {
        now_ += after;
        looks_.push_back({looks_.size(), now_, is_reveal, case_id,
                          assigned ? R"({"detail":"x"})" : R"({"detail":"not-assigned"})"});
    }
    /// What was refused is not in the log.
    LookVerdict keep(LookVerdict verdict) {
        if (verdict != LookVerdict::fine) looks_.pop_back();
        return verdict;
    }
    std::vector<LookRow> looks_;
    storage::Time now_ = kStart;
};

TEST(RevealLimits, TheEleventhWithinAnHourIsOneTooMany) {
    Day day;
    const auto same = random_fixed<CaseId>();
    for (int i = 0; i < 10; ++i) EXPECT_EQ(day.reveal(same, 1min), LookVerdict::fine);
    EXPECT_EQ(day.reveal(same, 1min), LookVerdict::over_limit);
    EXPECT_EQ(day.reveal(same, 49min), LookVerdict::over_limit);
    EXPECT_EQ(day.reveal(same, 1min), LookVerdict::fine);  // the first is an hour old
}

TEST(RevealLimits, TheFortyFirstOfADayIsOneTooMany) {
    Day day;
    for (int i = 0; i < 40; ++i) EXPECT_EQ(day.reveal(random_fixed<CaseId>(), 10min), LookVerdict::fine);
    EXPECT_EQ(day.reveal(random_fixed<CaseId>(), 10min), LookVerdict::over_limit);
    EXPECT_EQ(day.reveal(random_fixed<CaseId>(), 18h), LookVerdict::fine);
}

TEST(RevealLimits, ThreeADayOfWhatIsNotAssigned) {
    Day day;
    for (int i = 0; i < 3; ++i)
        EXPECT_EQ(day.reveal(random_fixed<CaseId>(), 20min, false), LookVerdict::fine);
    EXPECT_EQ(day.reveal(random_fixed<CaseId>(), 20min, false), LookVerdict::over_limit);
    EXPECT_EQ(day.reveal(random_fixed<CaseId>(), 20min, true), LookVerdict::fine);
}

TEST(RevealLimits, SixDifferentCasesWithinTwoMinutesAreABurst) {
    Day day;
    for (int i = 0; i < 5; ++i) EXPECT_EQ(day.reveal(random_fixed<CaseId>(), 2s), LookVerdict::fine);
    EXPECT_EQ(day.reveal(random_fixed<CaseId>(), 2s), LookVerdict::burst);
    EXPECT_EQ(day.reveal(random_fixed<CaseId>(), 2min), LookVerdict::fine);
}

TEST(RevealLimits, OneCaseAgainAndAgainIsNoBurst) {
    Day day;
    const auto same = random_fixed<CaseId>();
    for (int i = 0; i < 10; ++i) EXPECT_EQ(day.reveal(same, 1s), LookVerdict::fine);
}

TEST(RevealLimits, FifteenForeignCasesWithinTwoMinutesAreABurst) {
    Day day;
    for (int i = 0; i < 14; ++i) EXPECT_EQ(day.read(random_fixed<CaseId>(), 1s), LookVerdict::fine);
    EXPECT_EQ(day.read(random_fixed<CaseId>(), 1s), LookVerdict::burst);
}

TEST(RevealLimits, SupervisorsMayLookAtMoreButNotAtFifty) {
    Day day;
    for (int i = 0; i < 49; ++i) EXPECT_EQ(day.read(random_fixed<CaseId>(), 1s, true), LookVerdict::fine);
    EXPECT_EQ(day.read(random_fixed<CaseId>(), 1s, true), LookVerdict::burst);
}

}  // namespace
}  // namespace hotline::access
