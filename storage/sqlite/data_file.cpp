#include "storage/sqlite/data_file.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <utility>

namespace hotline::storage::sqlite {

// A lock file of its own: closing any descriptor of the database itself would drop SQLite's locks on it.
Result<DataFile> DataFile::lock(const std::filesystem::path& path) {
    const auto name = path.string() + "-lock";
    const int file = ::open(name.c_str(), O_CREAT | O_RDWR | O_CLOEXEC, 0600);
    if (file < 0) return fail(Errc::storage_failed, "open lock file");
    if (::flock(file, LOCK_EX | LOCK_NB) != 0) {
        ::close(file);
        return fail(Errc::busy, "another process has this database open");
    }
    return DataFile(path, file);
}

DataFile::DataFile(std::filesystem::path path, int lock)
    : path_(std::move(path)), journal_(path_.string() + "-wal"), lock_(lock) {}

DataFile::DataFile(DataFile&& other) noexcept
    : path_(std::move(other.path_)),
      journal_(std::move(other.journal_)),
      lock_(std::exchange(other.lock_, -1)),
      database_id_(other.database_id_),
      journal_id_(other.journal_id_),
      intact_(other.intact_.load()) {}

DataFile::~DataFile() {
    if (lock_ >= 0) ::close(lock_);
}

DataFile::Identity DataFile::identity_of(const std::filesystem::path& path) noexcept {
    struct ::stat status{};
    if (::stat(path.c_str(), &status) != 0) return {};
    return {status.st_dev, status.st_ino};
}

void DataFile::remember() {
    database_id_ = identity_of(path_);
    journal_id_ = identity_of(journal_);
}

bool DataFile::check() noexcept {
    if (identity_of(path_) != database_id_ || identity_of(journal_) != journal_id_) intact_ = false;
    return intact();
}

std::uint64_t DataFile::free_bytes() const noexcept {
    struct ::statvfs status{};
    const auto folder = path_.parent_path();
    if (::statvfs(folder.empty() ? "." : folder.c_str(), &status) != 0) return 0;
    return static_cast<std::uint64_t>(status.f_bavail) * status.f_frsize;
}

std::uint64_t DataFile::journal_bytes() const noexcept {
    struct ::stat status{};
    return ::stat(journal_.c_str(), &status) == 0 ? static_cast<std::uint64_t>(status.st_size) : 0;
}

}  // namespace hotline::storage::sqlite
