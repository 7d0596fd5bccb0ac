#pragma once

#include "crypto/bytes.hpp"

#include <filesystem>
#include <string>

namespace hotline::app {

/// The whole file. Errors: not_found, storage_failed.
[[nodiscard]] Result<std::string> read_file(const std::filesystem::path& path);
/// Writes a file of mode 0600 whole or not at all: a temporary beside it, fsync, rename.
/// Errors: storage_failed.
[[nodiscard]] Result<void> write_private_file(const std::filesystem::path& path, std::string_view content);
/// Errors: forbidden when anybody but the owner may read the file.
[[nodiscard]] Result<void> check_private(const std::filesystem::path& path);

}  // namespace hotline::app
