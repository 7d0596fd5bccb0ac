#pragma once

#include <optional>

#include "clients/cli/json.hpp"
#include "clients/cli/verify/finding.hpp"
#include "crypto/note.hpp"

namespace hotline::cli {

/// Checks one access of a case as a citizen sees it: the leaf's text is in the log that `log` signed, at the
/// index it claims, and what was shown is what the leaf's d line commits to.
/// @return the first thing wrong, or nothing
[[nodiscard]] std::optional<Finding> check_access(const Json& access, const crypto::NoteVerifier& log);

}  // namespace hotline::cli
