#include "server/ops/hardening.hpp"

#include <cerrno>
#include <string>
#include <sys/prctl.h>
#include <sys/resource.h>

namespace hotline::ops {
namespace {

Error refused(const char* what) {
    return fail(Errc::internal, std::string(what) + " failed, errno " + std::to_string(errno));
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

}  // namespace hotline::ops
