#pragma once

#include "storage/check.hpp"
#include "storage/sqlite/connection.hpp"

namespace hotline::storage::sqlite {

/// SQLite's own examination of pages, indexes and types. Needs a connection that is not locked down yet.
[[nodiscard]] Result<void> check_pages(Connection& db, Findings& findings);
/// The schema is, to the letter, what this program's migrations make: no table, index or trigger more or
/// less.
[[nodiscard]] Result<void> check_schema(Connection& db, Findings& findings);

}  // namespace hotline::storage::sqlite
