#pragma once

#include "storage/sqlite/connection.hpp"
#include "storage/sqlite/value.hpp"

#include <array>

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
    /// The same for a whole row of `table`, whose RowSum is bound as one more parameter.
    template <class... Values>
    [[nodiscard]] Query row(std::string_view table, const Values&... values);

private:
    [[nodiscard]] int prepare() noexcept;

    Connection* connection_;
    const char* sql_;
    sqlite3_stmt* handle_ = nullptr;
};

/// One run of a statement. Resets it when it dies, which ends its read of the database.
class Statement::Query {
public:
    Query(sqlite3_stmt* handle, int code, std::span<const Value> values) noexcept;
    Query(sqlite3_stmt* handle, int code, std::string_view table, std::span<const Value> values);
    Query(const Query&) = delete;
    Query& operator=(const Query&) = delete;
    ~Query();

    /// Steps to the next row; false at the end. Errors: as Connection::error; conflict for a broken UNIQUE.
    [[nodiscard]] Result<bool> next();
    /// Runs a statement without rows to its end. Errors: as next.
    [[nodiscard]] Result<void> run();

    [[nodiscard]] int columns() const noexcept;
    [[nodiscard]] std::int64_t integer(int column) const noexcept;
    [[nodiscard]] std::uint64_t count(int column) const noexcept {
        return static_cast<std::uint64_t>(integer(column));
    }
    [[nodiscard]] bool is_null(int column) const noexcept;
    /// Valid until the next step, as are blob and value.
    [[nodiscard]] std::string_view text(int column) const noexcept;
    [[nodiscard]] ByteView blob(int column) const noexcept;
    [[nodiscard]] Value value(int column) const noexcept;
    [[nodiscard]] Bytes bytes(int column) const {
        const auto view = blob(column);
        return {view.begin(), view.end()};
    }

private:
    void bind(int at, const Value& value) noexcept;

    sqlite3_stmt* handle_;
    int code_;  // of preparing and binding
    RowSum sum_;
};

template <class... Values>
Statement::Query Statement::operator()(const Values&... values) {
    const int code = handle_ != nullptr ? 0 : prepare();
    const std::array<Value, sizeof...(Values)> all{to_value(values)...};
    return Query(handle_, code, all);
}

template <class... Values>
Statement::Query Statement::row(std::string_view table, const Values&... values) {
    const int code = handle_ != nullptr ? 0 : prepare();
    const std::array<Value, sizeof...(Values)> all{to_value(values)...};
    return Query(handle_, code, table, all);
}

/// Writes the RowSum of a row after some of its columns were changed alone. `select` gives the whole row of a
/// key, `set` takes the sum and the key.
template <class Key>
[[nodiscard]] Result<void> refresh_sum(std::string_view table, Statement& select, Statement& set,
                                       const Key& key);

/// The RowSum that a row should have: of all its columns but the last, which is `sum`.
[[nodiscard]] RowSum sum_of_row(std::string_view table, const Statement::Query& row);

template <class Key>
Result<void> refresh_sum(std::string_view table, Statement& select, Statement& set, const Key& key) {
    RowSum sum;
    {
        auto query = select(key);
        auto row = query.next();
        if (!row) return row.error();
        if (!*row) return fail(Errc::not_found, "no such row");
        sum = sum_of_row(table, query);
    }
    return set(sum, key).run();
}

}  // namespace hotline::storage::sqlite
