#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>

#include "clients/cli/verify/finding.hpp"
#include "crypto/note.hpp"

namespace hotline::cli {

/// What a good export proves.
struct VerifiedExport {
    std::string id;
    std::string origin;
    std::uint64_t size = 0;   ///< of the log at the checkpoint
    std::uint64_t count = 0;  ///< entries in the export
    bool complete = false;
    std::string filter;
    Hash32 root;
    bool pinned = false;  ///< under a key that came from elsewhere, not from the export itself
};

/// Verifies an export folder without any server: every byte of every file is covered (DESIGN.md,
/// "Verification").
/// @param pinned  the log's key when it is known; without it the export's own log.vkey is taken
/// @return what is proven, or the first bad entry or file
[[nodiscard]] Checked<VerifiedExport> verify_export(const std::filesystem::path& folder,
                                                    const std::optional<crypto::NoteVerifier>& pinned,
                                                    const std::function<void(std::uint64_t)>& progress);

}  // namespace hotline::cli
