#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "clients/cli/verify/finding.hpp"
#include "clients/cli/verify/manifest.hpp"

namespace hotline::cli {

/// The content of a small file of an export (at most 16 MiB).
[[nodiscard]] Checked<std::string> read_small_file(const std::filesystem::path& folder,
                                                   std::string_view name);

/// Reads `path` in pieces of at most 256 KiB, so that memory stays flat whatever the file's size; `take`
/// returns false to stop early.
/// @return the SHA-256 of what was read and its length, or nothing when the file cannot be read
struct ReadFile {
    Hash32 sha256;
    std::uint64_t bytes = 0;
};
[[nodiscard]] std::optional<ReadFile> stream_file(const std::filesystem::path& path,
                                                  const std::function<bool(std::string_view)>& take);

/// The folder holds exactly the listed files and the manifest, all plain files, with the listed lengths; and
/// all but the leaves have the listed SHA-256 (leaves are read only once, see leaf_file.hpp).
[[nodiscard]] std::optional<Finding> check_files(const std::filesystem::path& folder,
                                                 const Manifest& manifest);

}  // namespace hotline::cli
