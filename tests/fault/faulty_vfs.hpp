#pragma once

#include <atomic>
#include <cstdint>
#include <string>

namespace hotline::storage::fault {

/// What the N-th write-like call of SQLite is answered with.
enum class Fault {
    io_error,         ///< SQLITE_IOERR of the call's kind; nothing is written
    disk_full,        ///< SQLITE_FULL
    short_write,      ///< half of the bytes are written, then SQLITE_IOERR
    error_after_all,  ///< everything is written, then SQLITE_IOERR: the answer is lost
};

/// A shim over the default VFS of SQLite that fails chosen calls of write, sync and truncate. One for the
/// program; registered as the default VFS by `install`.
class FaultyVfs {
public:
    static void install();
    /// From now on, call number `n` (from 0) fails; the following ones too when `forever`.
    static void fail_from(std::uint64_t n, Fault fault, bool forever);
    static void heal();
    /// Write-like calls since the last fail_from.
    [[nodiscard]] static std::uint64_t calls();
    /// True when a fault was given since the last fail_from.
    [[nodiscard]] static bool has_struck();
};

}  // namespace hotline::storage::fault
