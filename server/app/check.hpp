#pragma once

#include "crypto/result.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace hotline::app {

/// `fsck`: examines a data folder that no server has open, without any password. Rows, leaves, tree, tiles,
/// checkpoint, and everything the directory root signed.
/// @param checkpoint  the file outside that keeps the last checkpoint; empty: the configuration's, if any
/// @return findings (table, row, what is wrong; never contents), empty when clean
/// Errors: not_found, busy (a server has it open), storage_failed.
[[nodiscard]] Result<std::vector<std::string>> check_data_folder(const std::filesystem::path& data,
                                                                 const std::filesystem::path& checkpoint);

}  // namespace hotline::app
