#pragma once

#include "crypto/result.hpp"

#include <cstddef>

namespace hotline::ops {

/// No core files: RLIMIT_CORE = 0, soft and hard. Errors: internal.
[[nodiscard]] Result<void> forbid_core_dumps();
/// No ptrace and no /proc/PID/mem by the same user: PR_SET_DUMPABLE = 0. Errors: internal.
[[nodiscard]] Result<void> forbid_tracing();
/// Raises the soft limit of open files to the hard limit and returns it. Errors: internal.
[[nodiscard]] Result<std::size_t> raise_open_files_limit();

}  // namespace hotline::ops
