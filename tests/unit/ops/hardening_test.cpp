#include "server/ops/hardening.hpp"

#include <cstdlib>
#include <gtest/gtest.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

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

TEST(Hardening, NewFilesArePrivate) {
    const mode_t before = ::umask(0);
    keep_new_files_private();
    EXPECT_EQ(::umask(before), 077U);
}

// In a process of its own: the lock cannot be taken back from the other tests.
TEST(Hardening, LocksMemoryWhereNoLimitBinds) {
    const auto lock = [] {
        const bool unbound = ::geteuid() == 0 || locked_memory_state().limit_bytes == RLIM_INFINITY;
        std::exit((lock_memory().locked_bytes > 0) == unbound ? 0 : 1);
    };
    EXPECT_EXIT(lock(), testing::ExitedWithCode(0), "");
}

TEST(Hardening, ALimitOfLockedMemoryLocksNothing) {
    const auto lock = [] {
        if (::geteuid() == 0 && !run_as("nobody")) std::exit(2);  // root is not bound by the limit
        const rlimit low{65536, 65536};
        if (setrlimit(RLIMIT_MEMLOCK, &low) != 0) std::exit(3);
        const LockedMemoryState state = lock_memory();
        std::exit(state.locked_bytes == 0 && state.limit_bytes == low.rlim_cur ? 0 : 1);
    };
    EXPECT_EXIT(lock(), testing::ExitedWithCode(0), "");
}

TEST(Hardening, OnlyRootBecomesAnotherUser) {
    EXPECT_EQ(run_as("no-such-user-1022").error().code, Errc::not_found);
    // In a process of its own: who gives root up does not get it back.
    const auto change = [] {
        if (::geteuid() != 0) std::exit(run_as("root").error().code == Errc::forbidden ? 0 : 1);
        if (!run_as("nobody") || ::geteuid() == 0 || ::getegid() == 0) std::exit(2);
        if (::getgroups(0, nullptr) > 1) std::exit(3);
        if (!run_as("nobody")) std::exit(4);
        std::exit(run_as("root").error().code == Errc::forbidden ? 0 : 5);
    };
    EXPECT_EXIT(change(), testing::ExitedWithCode(0), "");
}

}  // namespace
}  // namespace hotline::ops
