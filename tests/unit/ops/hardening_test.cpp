#include "server/ops/hardening.hpp"

#include <gtest/gtest.h>
#include <sys/prctl.h>
#include <sys/resource.h>

namespace hotline::ops {
namespace {

TEST(Hardening, ForbidsCoreDumpsAndTracing) {
    ASSERT_TRUE(forbid_core_dumps());
    rlimit core{1, 1};
    ASSERT_EQ(getrlimit(RLIMIT_CORE, &core), 0);
    EXPECT_EQ(core.rlim_cur, 0U);
    EXPECT_EQ(core.rlim_max, 0U);
    ASSERT_TRUE(forbid_tracing());
    EXPECT_EQ(prctl(PR_GET_DUMPABLE, 0, 0, 0, 0), 0);
}

TEST(Hardening, RaisesTheLimitOfOpenFilesToTheHardLimit) {
    rlimit files{};
    ASSERT_EQ(getrlimit(RLIMIT_NOFILE, &files), 0);
    const rlimit low{64, files.rlim_max};
    ASSERT_EQ(setrlimit(RLIMIT_NOFILE, &low), 0);
    const auto raised = raise_open_files_limit();
    ASSERT_TRUE(raised);
    EXPECT_EQ(*raised, files.rlim_max);
    ASSERT_EQ(getrlimit(RLIMIT_NOFILE, &files), 0);
    EXPECT_EQ(files.rlim_cur, files.rlim_max);
}

}  // namespace
}  // namespace hotline::ops
