#pragma once

#include "storage/check.hpp"
#include "storage/sqlite/connection.hpp"
#include "storage/sqlite/sqlite_check.hpp"

/// Of a row of events: its `b`, if any, speaks of an approval and not of a case or of the directory.
#define HOTLINE_OF_APPROVAL "kind IN ('reveal.asked','reveal.approved','reveal.refused')"

namespace hotline::storage::sqlite {

/// Every approval is what its leaves say, and every such leaf has its approval. Approvals asked for before
/// leaves carried their hash are held against their leaf's columns only (check_rules).
[[nodiscard]] Result<void> check_approvals(Connection& db, const RowChecks& also, Findings& findings);

}  // namespace hotline::storage::sqlite
