#include "storage/sqlite/statement.hpp"

#include <sqlite3.h>

namespace hotline::storage::sqlite {

Statement::~Statement() {
    sqlite3_finalize(handle_);
}

int Statement::prepare() noexcept {
    return sqlite3_prepare_v3(connection_->handle(), sql_, -1, SQLITE_PREPARE_PERSISTENT, &handle_, nullptr);
}

Statement::Query::Query(sqlite3_stmt* handle, int code, std::span<const Value> values) noexcept
    : handle_(handle), code_(code) {
    int at = 0;
    for (const auto& value : values) bind(++at, value);
}

Statement::Query::Query(sqlite3_stmt* handle, int code, std::string_view table, std::span<const Value> values)
    : Query(handle, code, values) {
    sum_ = sum_of(table, values);
    bind(static_cast<int>(values.size()) + 1, to_value(sum_));
}

Statement::Query::~Query() {
    // the step that failed has reported its code already
    if (handle_ != nullptr) sqlite3_reset(handle_);
}

Result<bool> Statement::Query::next() {
    if (code_ != SQLITE_OK) return Connection::error(code_, "prepare or bind");
    const int code = sqlite3_step(handle_);
    if (code == SQLITE_ROW) return true;
    if (code == SQLITE_DONE) return false;
    if (code == SQLITE_CONSTRAINT_UNIQUE || code == SQLITE_CONSTRAINT_PRIMARYKEY ||
        code == SQLITE_CONSTRAINT_ROWID)
        return fail(Errc::conflict, "there is such a row already");
    return Connection::error(code, "step");
}

Result<void> Statement::Query::run() {
    auto row = next();
    while (row && *row) row = next();
    if (!row) return row.error();
    return {};
}

int Statement::Query::columns() const noexcept {
    return sqlite3_column_count(handle_);
}

std::int64_t Statement::Query::integer(int column) const noexcept {
    return sqlite3_column_int64(handle_, column);
}

bool Statement::Query::is_null(int column) const noexcept {
    return sqlite3_column_type(handle_, column) == SQLITE_NULL;
}

std::string_view Statement::Query::text(int column) const noexcept {
    const auto* data = sqlite3_column_text(handle_, column);
    const auto size = static_cast<std::size_t>(sqlite3_column_bytes(handle_, column));
    return {reinterpret_cast<const char*>(data), data == nullptr ? 0 : size};
}

ByteView Statement::Query::blob(int column) const noexcept {
    const auto* data = static_cast<const std::uint8_t*>(sqlite3_column_blob(handle_, column));
    const auto size = static_cast<std::size_t>(sqlite3_column_bytes(handle_, column));
    return {data, data == nullptr ? 0 : size};
}

Value Statement::Query::value(int column) const noexcept {
    switch (sqlite3_column_type(handle_, column)) {
        case SQLITE_INTEGER:
            return to_value(integer(column));
        case SQLITE_TEXT:
            return to_value(text(column));
        case SQLITE_BLOB:
            return to_value(blob(column));
        default:
            return {};
    }
}

void Statement::Query::bind(int at, const Value& value) noexcept {
    if (code_ != SQLITE_OK) return;
    // a null pointer would be stored as NULL instead of the empty value
    const auto* data =
        value.bytes.data() == nullptr ? reinterpret_cast<const std::uint8_t*>("") : value.bytes.data();
    const auto size = value.bytes.size();
    switch (value.kind) {
        case Value::Kind::null:
            code_ = sqlite3_bind_null(handle_, at);
            break;
        case Value::Kind::integer:
            code_ = sqlite3_bind_int64(handle_, at, value.integer);
            break;
        case Value::Kind::text:
            code_ = sqlite3_bind_text64(handle_, at, reinterpret_cast<const char*>(data), size, SQLITE_STATIC,
                                        SQLITE_UTF8);
            break;
        case Value::Kind::blob:
            code_ = sqlite3_bind_blob64(handle_, at, data, size, SQLITE_STATIC);
            break;
    }
}

RowSum sum_of_row(std::string_view table, const Statement::Query& row) {
    std::vector<Value> values;
    for (int column = 0; column + 1 < row.columns(); ++column) values.push_back(row.value(column));
    return sum_of(table, values);
}

}  // namespace hotline::storage::sqlite
