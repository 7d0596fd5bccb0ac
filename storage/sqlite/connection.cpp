#include "storage/sqlite/connection.hpp"

#include <fmt/format.h>
#include <sqlite3.h>

namespace hotline::storage::sqlite {
namespace {

constexpr int kBusyMilliseconds = 10'000;

// Page cache: the writer's holds one large group; readers need the inner pages of a few trees.
constexpr const char* kCommonSettings =
    "PRAGMA temp_store=MEMORY; PRAGMA trusted_schema=OFF; PRAGMA cell_size_check=ON; PRAGMA mmap_size=0;";
constexpr const char* kWriterSettings =
    "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON; PRAGMA wal_autocheckpoint=0;"
    "PRAGMA cache_size=-8192; PRAGMA journal_size_limit=67108864;";
constexpr const char* kReaderSettings = "PRAGMA query_only=ON; PRAGMA cache_size=-2048;";

bool is_reading(int action) {
    return action == SQLITE_SELECT || action == SQLITE_READ || action == SQLITE_TRANSACTION ||
           action == SQLITE_RECURSIVE;
}

bool is_changing(int action) {
    return action == SQLITE_INSERT || action == SQLITE_UPDATE || action == SQLITE_DELETE ||
           action == SQLITE_SAVEPOINT;
}

bool is_known_function(std::string_view name) {
    return name == "count" || name == "sum" || name == "total" || name == "max" || name == "min" ||
           name == "coalesce" || name == "length";
}

/// Asked when a statement is compiled, so it costs nothing when one runs.
int authorize(void* user, int action, const char* first, const char* second, const char* /*database*/,
              const char* /*trigger*/) {
    const auto access = *static_cast<const Access*>(user);
    if (is_reading(action)) return SQLITE_OK;
    if (action == SQLITE_FUNCTION) return is_known_function(second) ? SQLITE_OK : SQLITE_DENY;
    if (access != Access::write || !is_changing(action)) return SQLITE_DENY;
    const bool schema_table = first != nullptr && std::string_view(first).starts_with("sqlite_");
    return schema_table && action != SQLITE_SAVEPOINT ? SQLITE_DENY : SQLITE_OK;
}

constexpr Access kReadAccess = Access::read, kWriteAccess = Access::write;

}  // namespace

void Connection::Close::operator()(sqlite3* handle) const noexcept {
    sqlite3_close_v2(handle);
}

Error Connection::error(int code, std::string_view what) {
    const int primary = code & 0xff;
    const auto errc = primary == SQLITE_FULL                               ? Errc::storage_full
                      : primary == SQLITE_BUSY || primary == SQLITE_LOCKED ? Errc::busy
                                                                           : Errc::storage_failed;
    return fail(errc, fmt::format("{}: {} ({})", what, sqlite3_errstr(code), code));
}

Result<Connection> Connection::open(const std::filesystem::path& path, Access access) {
    const int mode = access == Access::write ? SQLITE_OPEN_READWRITE : SQLITE_OPEN_READONLY;
    sqlite3* raw = nullptr;
    const int code =
        sqlite3_open_v2(path.c_str(), &raw, mode | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_NOFOLLOW, nullptr);
    Connection connection(std::unique_ptr<sqlite3, Close>(raw), access);
    if (code != SQLITE_OK) return error(code, "open database");
    sqlite3_extended_result_codes(raw, 1);
    sqlite3_busy_timeout(raw, kBusyMilliseconds);
    sqlite3_db_config(raw, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
    sqlite3_db_config(raw, SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0, nullptr);
    sqlite3_db_config(raw, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, nullptr);
    sqlite3_db_config(raw, SQLITE_DBCONFIG_ENABLE_VIEW, 0, nullptr);
    sqlite3_limit(raw, SQLITE_LIMIT_ATTACHED, 0);
    for (const auto* settings :
         {access == Access::write ? kWriterSettings : kReaderSettings, kCommonSettings}) {
        if (auto set = connection.execute(settings); !set) return set.error();
    }
    return connection;
}

void Connection::lock_down() {
    const auto* access = access_ == Access::write ? &kWriteAccess : &kReadAccess;
    sqlite3_set_authorizer(handle(), authorize, const_cast<Access*>(access));
}

Result<void> Connection::execute(const char* sql) {
    const int code = sqlite3_exec(handle(), sql, nullptr, nullptr, nullptr);
    if (code != SQLITE_OK) return error(code, "execute");
    return {};
}

bool Connection::in_transaction() const noexcept {
    return sqlite3_get_autocommit(handle()) == 0;
}

}  // namespace hotline::storage::sqlite
