#pragma once

#include "crypto/result.hpp"
#include "crypto/secret.hpp"

#include <cstddef>
#include <string>

namespace hotline::ops {

/// No core files: RLIMIT_CORE = 0, soft and hard. Errors: internal.
[[nodiscard]] Result<void> forbid_core_dumps();
/// No ptrace and no /proc/PID/mem by the same user: PR_SET_DUMPABLE = 0. Errors: internal.
[[nodiscard]] Result<void> forbid_tracing();
/// Raises the soft limit of open files to the hard limit and returns it. Errors: internal.
[[nodiscard]] Result<std::size_t> raise_open_files_limit();
/// Files that this process makes are its user's alone: umask 077.
void keep_new_files_private() noexcept;
/// Raises the limit of locked memory to "none" where the process may, as root or by the unit file. To be
/// called before run_as(), which gives that right up.
void raise_locked_memory_limit() noexcept;
/// Keeps every page of the process, also those to come, out of swap; pages are locked as they are touched, so
/// that this costs nothing at start. Does nothing under a limit: the kernel counts address space, not pages,
/// and would later refuse the memory that a password needs.
/// @return what the kernel says afterwards; locked_bytes is 0 when nothing is locked
[[nodiscard]] LockedMemoryState lock_memory();
/// Gives up root for good: groups, group and user become those of `user`, and root cannot come back. For a
/// process that is that user already, nothing. Call forbid_tracing() afterwards: a change of user resets it.
/// Errors: not_found (no such user), forbidden (neither root nor that user), internal.
[[nodiscard]] Result<void> run_as(const std::string& user);

}  // namespace hotline::ops
