#pragma once

#include "crypto/result.hpp"

#include <filesystem>
#include <memory>
#include <string_view>

struct sqlite3;

namespace hotline::storage::sqlite {

/// What a connection may do once it is locked down.
enum class Access {
    read,   ///< SELECT only
    write,  ///< SELECT, INSERT, UPDATE, DELETE on our own tables
};

/// One SQLite connection, used by one thread at a time. Owns the handle; statements made on it must die
/// first.
class Connection {
public:
    /// Opens an existing file in WAL mode. Readers open the file read-only.
    /// Errors: storage_failed.
    [[nodiscard]] static Result<Connection> open(const std::filesystem::path& path, Access access);

    /// Installs the authorizer: from here on no DDL, ATTACH, PRAGMA, extension or, on readers, write.
    void lock_down();
    /// Runs fixed SQL without parameters or rows (start-up and transactions only). Errors: as `error`.
    [[nodiscard]] Result<void> execute(const char* sql);
    /// The error of an SQLite code: storage_full, busy or storage_failed. Names the code, never values.
    [[nodiscard]] static Error error(int code, std::string_view what);
    [[nodiscard]] bool in_transaction() const noexcept;
    [[nodiscard]] sqlite3* handle() const noexcept { return handle_.get(); }

private:
    struct Close {
        void operator()(sqlite3* handle) const noexcept;
    };
    Connection(std::unique_ptr<sqlite3, Close> handle, Access access) noexcept
        : handle_(std::move(handle)), access_(access) {}

    std::unique_ptr<sqlite3, Close> handle_;
    Access access_;
};

}  // namespace hotline::storage::sqlite
