#include "server/access/policy.hpp"

#include <gtest/gtest.h>
#include <stdexcept>

namespace hotline::access {
namespace {

const std::string kHeading = "call anyone operator supervisor officer lead auditor admin service what\n";

TEST(Policy, TheBuiltInTableSaysWhoReachesHowFar) {
    const PolicyRow& read = Policy::built_in().row("cases.read");
    EXPECT_FALSE(read.anyone);
    EXPECT_EQ(read.scope_of(Role::op), Scope::all);
    EXPECT_EQ(read.scope_of(Role::officer), Scope::own);
    EXPECT_EQ(read.scope_of(Role::admin), Scope::none);
    EXPECT_EQ(read.scope_of(Role::auditor), Scope::none);
    EXPECT_EQ(read.scope_of(RoleSet{Role::officer, Role::supervisor}), Scope::all);
    EXPECT_EQ(read.scope_of(RoleSet{}), Scope::none);
}

TEST(Policy, NoAdministratorAndNoAuditorReachesACase) {
    for (const auto& [call, row] : Policy::built_in().rows()) {
        if (row.anyone || !(call.starts_with("cases.") || call.starts_with("callers."))) continue;
        for (const Role role : {Role::admin, Role::auditor, Role::service})
            EXPECT_EQ(row.scope_of(role), Scope::none) << call << " " << wire_name(role);
    }
}

TEST(Policy, ACallWithoutALineIsABug) {
    EXPECT_THROW((void)Policy::built_in().row("cases.burn"), std::logic_error);
}

TEST(Policy, RefusesATableThatIsNotWhole) {
    const std::string good = "x.y - all all own own - - - làm gì / what\n";
    EXPECT_TRUE(Policy::parse(kHeading + "# a remark\n\n" + good));
    for (const std::string& bad :
         {good, kHeading + good + good, kHeading + "x.y - all all own own - - - \n",
          kHeading + "x.y - all all own own - - sometimes w\n",
          kHeading + "x.y maybe all all own own - - - w\n",
          std::string("call anyone supervisor operator officer lead auditor admin service what\n") + good}) {
        const Result<Policy> read = Policy::parse(bad);
        ASSERT_FALSE(read) << bad;
        EXPECT_EQ(read.error().code, Errc::bad_format);
    }
}

}  // namespace
}  // namespace hotline::access
