#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>

#include "clients/cli/verify/leaf_file.hpp"

namespace hotline::cli {

/// Checks all leaves files, several at once, and joins them: a complete export's leaves must give the root,
/// and the number of entries must be the manifest's. `progress` is told on the calling thread how many
/// entries are done. Memory: a few hundred kilobytes for each processor.
/// @return the first bad entry or file in the log's order, or nothing
[[nodiscard]] std::optional<Finding> check_leaves(const std::filesystem::path& folder,
                                                  const Manifest& manifest, const Hash32& root,
                                                  const std::function<void(std::uint64_t)>& progress);

}  // namespace hotline::cli
