#pragma once

#include "crypto/bytes.hpp"
#include "storage/sqlite/connection.hpp"

#include <chrono>
#include <optional>
#include <string_view>

struct sqlite3_stmt;

namespace hotline::storage::sqlite {

/// A prepared statement kept for the life of its connection; compiled at its first use. Not thread-safe.
/// Bound text and blobs are borrowed, not copied: they must live until the Query dies.
class Statement {
public:
    class Query;

    Statement(Connection& connection, const char* sql) noexcept : connection_(&connection), sql_(sql) {}
    Statement(const Statement&) = delete;
    Statement& operator=(const Statement&) = delete;
    ~Statement();

    /// Binds the parameters in order and starts a run.
    template <class... Values>
    [[nodiscard]] Query operator()(const Values&... values);

private:
    [[nodiscard]] int prepare() noexcept;

    Connection* connection_;
    const char* sql_;
    sqlite3_stmt* handle_ = nullptr;
};

/// One run of a statement. Resets it when it dies, which ends its read of the database.
class Statement::Query {
public:
    template <class... Values>
    Query(sqlite3_stmt* handle, int code, const Values&... values) noexcept : handle_(handle), code_(code) {
        int at = 0;
        (bind(++at, values), ...);
    }
    Query(const Query&) = delete;
    Query& operator=(const Query&) = delete;
    ~Query();

    /// Steps to the next row; false at the end. Errors: as Connection::error; conflict for a broken UNIQUE.
    [[nodiscard]] Result<bool> next();
    /// Runs a statement without rows to its end. Errors: as next.
    [[nodiscard]] Result<void> run();

    [[nodiscard]] std::int64_t integer(int column) const noexcept;
    [[nodiscard]] std::uint64_t count(int column) const noexcept {
        return static_cast<std::uint64_t>(integer(column));
    }
    [[nodiscard]] bool is_null(int column) const noexcept;
    /// Valid until the next step.
    [[nodiscard]] std::string_view text(int column) const noexcept;
    /// Valid until the next step.
    [[nodiscard]] ByteView blob(int column) const noexcept;
    [[nodiscard]] Bytes bytes(int column) const {
        const auto view = blob(column);
        return {view.begin(), view.end()};
    }

    void bind(int at, std::int64_t value) noexcept;
    void bind(int at, std::string_view value) noexcept;
    void bind(int at, ByteView value) noexcept;
    void bind(int at, std::nullptr_t) noexcept;
    void bind(int at, const std::string& value) noexcept { bind(at, std::string_view(value)); }
    void bind(int at, const Bytes& value) noexcept { bind(at, ByteView(value)); }
    void bind(int at, std::uint64_t value) noexcept { bind(at, static_cast<std::int64_t>(value)); }
    void bind(int at, std::uint32_t value) noexcept { bind(at, static_cast<std::int64_t>(value)); }
    void bind(int at, int value) noexcept { bind(at, static_cast<std::int64_t>(value)); }
    void bind(int at, std::chrono::sys_time<std::chrono::milliseconds> value) noexcept {
        bind(at, static_cast<std::int64_t>(value.time_since_epoch().count()));
    }
    template <class Enum>
        requires std::is_enum_v<Enum>
    void bind(int at, Enum value) noexcept {
        bind(at, static_cast<std::int64_t>(value));
    }
    template <std::size_t N, class Tag>
    void bind(int at, const FixedBytes<N, Tag>& value) noexcept {
        bind(at, value.view());
    }
    template <class Value>
    void bind(int at, const std::optional<Value>& value) noexcept {
        if (value)
            bind(at, *value);
        else
            bind(at, nullptr);
    }

private:
    sqlite3_stmt* handle_;
    int code_;  // of preparing and binding
};

template <class... Values>
Statement::Query Statement::operator()(const Values&... values) {
    const int code = handle_ != nullptr ? 0 : prepare();
    return Query(handle_, code, values...);
}

}  // namespace hotline::storage::sqlite
