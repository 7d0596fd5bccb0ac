#pragma once

#include "crypto/result.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace hotline::storage {

/// Examines a database of the embedded engine without any key, over a read connection of its own and in one
/// snapshot; the engine may run meanwhile. Memory stays flat: rows are streamed.
/// @return findings (table, row, what is wrong; never contents), empty when clean
/// Errors: not_found, storage_failed when it cannot be read at all.
[[nodiscard]] Result<std::vector<std::string>> check_sqlite(const std::filesystem::path& path);

}  // namespace hotline::storage
