#include "storage/sqlite/check_schema.hpp"

#include "storage/sqlite/migrations.hpp"
#include "storage/sqlite/rows.hpp"
#include "storage/sqlite/schema.hpp"

#include <map>

namespace hotline::storage::sqlite {
namespace {

using Schema = std::map<std::string, std::string>;  // type and name → SQL

Result<Schema> schema_of(Connection& db) {
    Statement select(db, "SELECT type||' '||name,COALESCE(sql,'') FROM sqlite_schema");
    Schema schema;
    auto rows = select();
    for (;;) {
        auto row = rows.next();
        if (!row) return row.error();
        if (!*row) return schema;
        schema.emplace(rows.text(0), rows.text(1));
    }
}

}  // namespace

Result<void> check_pages(Connection& db, Findings& findings) {
    Statement check(db, "PRAGMA integrity_check");
    auto rows = check();
    for (;;) {
        auto row = rows.next();
        if (!row) return row.error();
        if (!*row) return {};
        if (rows.text(0) != "ok") findings.add("database", "-", rows.text(0));
    }
}

Result<void> check_schema(Connection& db, Findings& findings) {
    auto fresh = Connection::open(":memory:", Access::write);
    if (!fresh) return fresh.error();
    if (auto made = migrate(*fresh); !made) return made;
    const auto expected = schema_of(*fresh);
    if (!expected) return expected.error();
    const auto stored = schema_of(db);
    if (!stored) return stored.error();
    for (const auto& [name, sql] : *expected) {
        const auto found = stored->find(name);
        if (found == stored->end() || found->second != sql)
            findings.add("schema", name, "missing or changed");
    }
    Statement applied(db, "SELECT name FROM migrations ORDER BY version");
    auto rows = applied();
    for (const auto& migration : migrations()) {
        auto row = rows.next();
        if (!row) return row.error();
        if (!*row || rows.text(0) != migration.name)
            findings.add("migrations", migration.name, "another name");
    }
    for (const auto& [name, sql] : *stored) {
        if (!expected->contains(name)) findings.add("schema", name, "not made by this program");
    }
    return {};
}

}  // namespace hotline::storage::sqlite
