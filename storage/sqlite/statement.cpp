#include "storage/sqlite/statement.hpp"

#include <sqlite3.h>

namespace hotline::storage::sqlite {

Statement::~Statement() {
    sqlite3_finalize(handle_);
}

int Statement::prepare() noexcept {
    return sqlite3_prepare_v3(connection_->handle(), sql_, -1, SQLITE_PREPARE_PERSISTENT, &handle_, nullptr);
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

void Statement::Query::bind(int at, std::int64_t value) noexcept {
    if (code_ == SQLITE_OK) code_ = sqlite3_bind_int64(handle_, at, value);
}

void Statement::Query::bind(int at, std::string_view value) noexcept {
    // a null pointer would be stored as NULL instead of the empty text
    const char* data = value.data() == nullptr ? "" : value.data();
    if (code_ == SQLITE_OK)
        code_ = sqlite3_bind_text64(handle_, at, data, value.size(), SQLITE_STATIC, SQLITE_UTF8);
}

void Statement::Query::bind(int at, ByteView value) noexcept {
    const void* data = value.data() == nullptr ? static_cast<const void*>("") : value.data();
    if (code_ == SQLITE_OK) code_ = sqlite3_bind_blob64(handle_, at, data, value.size(), SQLITE_STATIC);
}

void Statement::Query::bind(int at, std::nullptr_t) noexcept {
    if (code_ == SQLITE_OK) code_ = sqlite3_bind_null(handle_, at);
}

}  // namespace hotline::storage::sqlite
