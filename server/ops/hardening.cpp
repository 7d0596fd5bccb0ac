#include "server/ops/hardening.hpp"

#include <cerrno>
#include <grp.h>
#include <linux/capability.h>
#include <optional>
#include <pwd.h>
#include <string>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>
#include <vector>

namespace hotline::ops {
namespace {

Error refused(const char* what) {
    return fail(Errc::internal, std::string(what) + " failed, errno " + std::to_string(errno));
}

constexpr std::size_t kEntryBytes{16384};  // for the texts of one account

struct Account {
    uid_t user;
    gid_t group;
};

std::optional<Account> find_account(const std::string& name) {
    std::vector<char> text(kEntryBytes);
    passwd entry{};
    passwd* found = nullptr;
    if (::getpwnam_r(name.c_str(), &entry, text.data(), text.size(), &found) != 0 || found == nullptr)
        return std::nullopt;
    return Account{entry.pw_uid, entry.pw_gid};
}

/// Whether RLIMIT_MEMLOCK does not bind this process (mlock(2), "Limits and permissions").
bool locks_without_limit() noexcept {
    __user_cap_header_struct header{.version = _LINUX_CAPABILITY_VERSION_3, .pid = 0};
    __user_cap_data_struct sets[_LINUX_CAPABILITY_U32S_3] = {};
    if (::syscall(SYS_capget, &header, sets) == 0 && (sets[0].effective & (1U << CAP_IPC_LOCK)) != 0)
        return true;
    return locked_memory_state().limit_bytes == RLIM_INFINITY;
}

}  // namespace

Result<void> forbid_core_dumps() {
    const rlimit none{0, 0};
    if (setrlimit(RLIMIT_CORE, &none) != 0) return refused("setrlimit(RLIMIT_CORE)");
    return {};
}

Result<void> forbid_tracing() {
    if (prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) != 0) return refused("prctl(PR_SET_DUMPABLE)");
    return {};
}

Result<std::size_t> raise_open_files_limit() {
    rlimit files{};
    if (getrlimit(RLIMIT_NOFILE, &files) != 0) return refused("getrlimit(RLIMIT_NOFILE)");
    files.rlim_cur = files.rlim_max;
    if (setrlimit(RLIMIT_NOFILE, &files) != 0) return refused("setrlimit(RLIMIT_NOFILE)");
    return static_cast<std::size_t>(files.rlim_cur);
}

void keep_new_files_private() noexcept {
    ::umask(S_IRWXG | S_IRWXO);
}

void raise_locked_memory_limit() noexcept {
    const rlimit none{RLIM_INFINITY, RLIM_INFINITY};
    (void)setrlimit(RLIMIT_MEMLOCK, &none);  // where it is refused, lock_memory() finds the limit
}

LockedMemoryState lock_memory() {
    if (locks_without_limit()) (void)::mlockall(MCL_CURRENT | MCL_FUTURE | MCL_ONFAULT);
    return locked_memory_state();
}

Result<void> run_as(const std::string& user) {
    const std::optional<Account> account = find_account(user);
    if (!account) return fail(Errc::not_found, "no such user: " + user);
    if (::geteuid() == account->user && ::getuid() == account->user) return {};
    if (::geteuid() != 0) return fail(Errc::forbidden, "only root can become the user " + user);
    if (::initgroups(user.c_str(), account->group) != 0) return refused("initgroups");
    if (::setresgid(account->group, account->group, account->group) != 0) return refused("setresgid");
    if (::setresuid(account->user, account->user, account->user) != 0) return refused("setresuid");
    if (::setuid(0) == 0) return fail(Errc::internal, "root came back after it was given up");
    return {};
}

}  // namespace hotline::ops
