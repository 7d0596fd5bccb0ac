#pragma once

#include <filesystem>
#include <string>

#include "clients/cli/outcome.hpp"
#include "clients/cli/terminal.hpp"

namespace hotline::cli {

/// A session token and the server it is for: it must never be shown to another one.
struct StoredToken {
    std::string token;
    std::string origin;  ///< "https://host:port"; empty when the file does not say
};

/// ~/.config/hotline/token, below XDG_CONFIG_HOME when that is set. Failures: usage (no home folder).
[[nodiscard]] Outcome<std::filesystem::path> default_token_file(const Terminal& terminal);
/// Line 1 the token, line 2 (optional) its origin. Failures: login_needed (no such file, empty), failed
/// (others can read the file).
[[nodiscard]] Outcome<StoredToken> load_token(const std::filesystem::path& path);
/// Writes the file anew with mode 0600, its folder with 0700. Failures: failed.
[[nodiscard]] Outcome<void> save_token(const std::filesystem::path& path, const StoredToken& token);

}  // namespace hotline::cli
