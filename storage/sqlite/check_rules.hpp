#pragma once

#include "storage/check.hpp"
#include "storage/sqlite/connection.hpp"
#include "storage/sqlite/sqlite_check.hpp"

namespace hotline::storage::sqlite {

/// What tables say of each other: references, counters against a recount, sequences, tiles against the newest
/// checkpoint, and the directory's state against its newest leaf. Reads row by row.
[[nodiscard]] Result<void> check_rules(Connection& db, const RowChecks& also, Findings& findings);

}  // namespace hotline::storage::sqlite
