#include "tests/unit/cli/world.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace hotline::cli::testing {
namespace {

TEST(Completion, EveryShellKnowsEveryCommand) {
    World world;
    for (const char* shell : {"bash", "zsh", "fish"}) {
        EXPECT_EQ(world.run({"completion", shell}), ExitCode::ok);
        for (const char* word : {"reveal", "audit", "verify", "--compartment", "--no-input",
                                 "--password-stdin", "inbox", "approvals", "--approval", "alerts"}) {
            EXPECT_THAT(world.out, ::testing::HasSubstr(word)) << shell;
        }
    }
}

}  // namespace
}  // namespace hotline::cli::testing
