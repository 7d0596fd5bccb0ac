#pragma once

#include "crypto/result.hpp"

#include <sys/types.h>

#include <atomic>
#include <cstdint>
#include <filesystem>

namespace hotline::storage::sqlite {

/// The database file as the file system sees it: one owner, the same inode, room on its volume. Thread-safe.
class DataFile {
public:
    /// Locks `path` + "-lock" for this process until destruction. Errors: busy when another engine has it.
    [[nodiscard]] static Result<DataFile> lock(const std::filesystem::path& path);
    DataFile(DataFile&& other) noexcept;
    DataFile& operator=(DataFile&&) = delete;
    ~DataFile();

    /// Remembers which files database and journal are; called once both are open.
    void remember();
    /// Looks at the files again. @return false for ever once one was unlinked or replaced.
    [[nodiscard]] bool check() noexcept;
    [[nodiscard]] bool intact() const noexcept { return intact_.load(std::memory_order_relaxed); }
    /// Bytes free to this user on the volume, now.
    [[nodiscard]] std::uint64_t free_bytes() const noexcept;
    /// Bytes in the write-ahead journal.
    [[nodiscard]] std::uint64_t journal_bytes() const noexcept;
    [[nodiscard]] const std::filesystem::path& path() const noexcept { return path_; }

private:
    struct Identity {
        ::dev_t device = 0;
        ::ino_t inode = 0;
        bool operator==(const Identity&) const = default;
    };
    DataFile(std::filesystem::path path, int lock);
    [[nodiscard]] static Identity identity_of(const std::filesystem::path& path) noexcept;

    std::filesystem::path path_, journal_;
    int lock_;
    Identity database_id_, journal_id_;
    std::atomic<bool> intact_{true};
};

}  // namespace hotline::storage::sqlite
