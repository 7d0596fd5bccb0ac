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
/// Where the pages of the web clients lie: PREFIX/share/hotline/web for a program in PREFIX/bin.
[[nodiscard]] std::filesystem::path web_folder();
/// Errors: forbidden when the file or folder gives group or others any right (the text names it and the chmod
/// that helps), not_found.
[[nodiscard]] Result<void> check_private(const std::filesystem::path& path);
/// Errors: forbidden when the file or folder belongs to another user than this process runs as. Root, too, is
/// refused: files that root adds to somebody's folder lock that somebody out.
[[nodiscard]] Result<void> check_owned(const std::filesystem::path& path);

}  // namespace hotline::app
