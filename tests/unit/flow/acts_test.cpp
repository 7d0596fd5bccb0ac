#include "server/flow/acts.hpp"

#include <gtest/gtest.h>
#include <set>

namespace hotline::flow {
namespace {

using access::Role;
using access::RoleSet;
using storage::CaseState;

TEST(Acts, TheTableHasOneLineForEachStateActAndRole) {
    for (const Role role : access::kAllRoles) {
        std::set<std::pair<CaseState, ActKind>> seen;
        for (const ActRule& rule : act_rules())
            if (rule.roles.has(role)) EXPECT_TRUE(seen.emplace(rule.from, rule.act).second);
    }
}

TEST(Acts, NobodyButTheDeskAndTheUnitsActsOnCases) {
    for (const ActRule& rule : act_rules())
        for (const Role role : {Role::auditor, Role::admin, Role::service})
            EXPECT_FALSE(rule.roles.has(role));
}

TEST(Acts, AClosedRejectedOrMergedCaseStaysAsItIs) {
    for (const CaseState state : {CaseState::closed, CaseState::rejected, CaseState::merged})
        EXPECT_TRUE(open_acts(state, RoleSet{Role::op, Role::supervisor, Role::officer, Role::lead}).empty());
}

TEST(Acts, ADivertedCaseLeavesTheDeskByASupervisorOnly) {
    EXPECT_FALSE(next_state(CaseState::diverted, ActKind::transfer, RoleSet{Role::op}));
    EXPECT_FALSE(next_state(CaseState::diverted, ActKind::transfer, RoleSet{Role::lead}));
    EXPECT_EQ(next_state(CaseState::diverted, ActKind::transfer, RoleSet{Role::supervisor}),
              CaseState::forwarded);
}

TEST(Acts, TheUsualWayLeadsToAClosedCase) {
    const RoleSet officer{Role::officer};
    EXPECT_EQ(next_state(CaseState::forwarded, ActKind::accept, officer), CaseState::accepted);
    EXPECT_EQ(next_state(CaseState::accepted, ActKind::reply, officer), CaseState::answered);
    EXPECT_EQ(next_state(CaseState::answered, ActKind::close, officer), CaseState::closed);
    EXPECT_FALSE(next_state(CaseState::forwarded, ActKind::close, officer));
}

}  // namespace
}  // namespace hotline::flow
