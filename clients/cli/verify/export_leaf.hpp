#pragma once

#include <string>
#include <string_view>

#include "clients/cli/verify/finding.hpp"
#include "clients/cli/verify/manifest.hpp"
#include "crypto/note.hpp"

namespace hotline::cli {

/// The log entry that the export itself left: it carries the key that signs the manifest.
struct ExportLeaf {
    std::uint64_t index = 0;
    std::string leaf;  ///< exact text
    crypto::NoteVerifier key;
};

/// Reads export-leaf.json: an `export.*` leaf, what was shown hashes to its d line, and "detail" is a key.
[[nodiscard]] Checked<ExportLeaf> parse_export_leaf(std::string_view text);
/// The leaf and the manifest speak of the same export: index, and the key's name ORIGIN/export/ID.
[[nodiscard]] bool belongs_to(const ExportLeaf& leaf, const Manifest& manifest);

}  // namespace hotline::cli
