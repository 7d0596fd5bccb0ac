#pragma once

#include "storage/engine.hpp"

#include <filesystem>

namespace hotline::storage {

/// How the embedded engine is set up; the defaults serve a province.
struct SqliteOptions {
    std::filesystem::path path;           ///< the database file; "-wal", "-shm" and "-lock" stand beside it
    bool create = false;                  ///< make a new file; without it the file must exist
    std::size_t queue_limit = 4096;       ///< works waiting for the writer before `busy`
    std::size_t group_limit = 512;        ///< works in one transaction
    std::size_t readers = 2;              ///< threads of the read pool
    std::size_t read_queue_limit = 4096;  ///< works waiting for a reader before `busy`
    std::uint64_t reserve_bytes = 16 << 20;  ///< nothing is written when less is free on the volume
    /// How long a group that has company already waits for more works; a single work never waits.
    std::chrono::microseconds commit_delay{0};
    std::chrono::hours copies_live{30 * 24};  ///< after this, backups no longer hold what was erased
    /// Gives the time of leaves; the system's clock unless a test sets it. Called on the writer thread.
    std::function<Time()> clock;
};

/// Opens the embedded engine. Errors: conflict (create: the file exists), not_found (it does not), busy
/// (another process has it), storage_failed (damaged, or made by a newer program: the message says which).
[[nodiscard]] Result<std::unique_ptr<Engine>> open_sqlite(SqliteOptions options);

}  // namespace hotline::storage
