#pragma once

#include <string>
#include <string_view>

#include "clients/cli/outcome.hpp"
#include "crypto/note.hpp"

namespace hotline::cli {

/// The log's verifier key (type 01) in the one line of `text`. Errors: bad_format.
[[nodiscard]] Result<crypto::NoteVerifier> parse_log_key(std::string_view text);
/// The pinned key in a file. Failures: failed (not readable), audit_failed (not a verifier key).
[[nodiscard]] Outcome<crypto::NoteVerifier> read_log_key(const std::string& path);

}  // namespace hotline::cli
