#include "storage/sqlite/schema.hpp"

#include "storage/sqlite/migrations.hpp"
#include "storage/sqlite/rows.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>

namespace hotline::storage::sqlite {
namespace {

constexpr const char* kMigrationsTable =
    "CREATE TABLE IF NOT EXISTS migrations(version INTEGER PRIMARY KEY, name TEXT NOT NULL,"
    " sha256 BLOB NOT NULL, applied_at INTEGER NOT NULL, sum BLOB NOT NULL) STRICT";

Time now() {
    return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
}

/// How many migrations the database has; they must be the first ones of ours.
Result<std::size_t> check_applied(Connection& db) {
    Statement select(db, "SELECT version,sha256 FROM migrations ORDER BY version");
    auto rows = select();
    for (std::size_t known = 0;; ++known) {
        auto row = rows.next();
        if (!row) return row.error();
        if (!*row) return known;
        if (rows.integer(0) > newest_schema_version())
            return fail(Errc::storage_failed,
                        fmt::format("the database has schema version {}, newer than {} of this program: use "
                                    "the program that made it, or a newer one",
                                    rows.integer(0), newest_schema_version()));
        const auto& ours = migrations().at(known);
        const auto hash = sha256(as_bytes(ours.sql));
        if (rows.integer(0) != ours.version || !std::ranges::equal(rows.blob(1), hash.view()))
            return fail(
                Errc::storage_failed,
                fmt::format("migration {} of the database is not the one of this program", ours.name));
    }
}

Result<void> apply(Connection& db, const Migration& migration) {
    if (auto begun = db.execute("BEGIN IMMEDIATE"); !begun) return begun;
    const std::string sql(migration.sql);
    auto done = db.execute(sql.c_str());
    if (done) {
        Statement insert(db, "INSERT INTO migrations(version,name,sha256,applied_at,sum) VALUES(?,?,?,?,?)");
        const auto hash = sha256(as_bytes(migration.sql));
        done = insert.row("migrations", migration.version, migration.name, hash, now()).run();
    }
    if (done) done = db.execute("COMMIT");
    if (!done && db.in_transaction()) static_cast<void>(db.execute("ROLLBACK"));
    return done;
}

}  // namespace

int newest_schema_version() {
    return migrations().back().version;
}

Result<void> create_file(const std::filesystem::path& path) {
    const int file = ::open(path.c_str(), O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC, 0600);
    if (file < 0 && errno == EEXIST) return fail(Errc::conflict, "the database file exists already");
    if (file < 0) return fail(Errc::storage_failed, fmt::format("create database file: errno {}", errno));
    ::close(file);
    return {};
}

Result<void> migrate(Connection& db) {
    if (auto made = db.execute(kMigrationsTable); !made) return made;
    const auto applied = check_applied(db);
    if (!applied) return applied.error();
    for (auto next = *applied; next < migrations().size(); ++next) {
        if (auto done = apply(db, migrations()[next]); !done) return done;
    }
    return {};
}

}  // namespace hotline::storage::sqlite
