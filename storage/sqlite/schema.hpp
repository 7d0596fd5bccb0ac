#pragma once

#include "storage/sqlite/connection.hpp"

namespace hotline::storage::sqlite {

/// Makes an empty database file, readable by its owner alone. Errors: conflict when there is one already,
/// storage_failed.
[[nodiscard]] Result<void> create_file(const std::filesystem::path& path);

/// Applies the migrations that the database lacks, each in one transaction, and keeps version and SHA-256 of
/// each. Errors: storage_failed when the database was made by a newer program or by other migrations.
[[nodiscard]] Result<void> migrate(Connection& db);

/// The newest version that this program knows.
[[nodiscard]] int newest_schema_version();

}  // namespace hotline::storage::sqlite
