#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "crypto/bytes.hpp"

namespace hotline::cli {

inline constexpr std::string_view kManifestFile = "manifest";
inline constexpr std::string_view kLogKeyFile = "log.vkey";
inline constexpr std::string_view kCheckpointFile = "checkpoint";
inline constexpr std::string_view kExportLeafFile = "export-leaf.json";
inline constexpr std::string_view kExportProofFile = "export-proof";
inline constexpr std::string_view kReadmeFile = "README.txt";
/// Log entries that one leaves file may hold: file k has those of [8192k, 8192(k+1)).
inline constexpr std::uint64_t kLeavesPerFile = 8192;

struct ListedFile {
    std::string name;
    std::uint64_t bytes = 0;
    Hash32 sha256;
};

/// What an export's manifest says (DESIGN.md, "Export folder").
struct Manifest {
    std::string id;  ///< lower-case hexadecimal
    std::string origin;
    std::uint64_t leaf = 0;  ///< index of the export's own entry
    std::uint64_t size = 0;  ///< of the tree that the checkpoint signs
    bool complete = false;
    std::string filter;  ///< compact JSON
    std::uint64_t count = 0;
    std::vector<ListedFile> files;  ///< ascending by name, the manifest left out
};

/// Reads the text of a manifest (the note without its signature). Nothing when a line is missing, added, out
/// of order or of another form, or when a file that every export has is not listed.
[[nodiscard]] std::optional<Manifest> parse_manifest(std::string_view text);

/// The text of a note that has exactly one signature line. An added line of an unknown key would pass as
/// ignorable elsewhere; here nothing may be added. Nothing when it is of another form.
[[nodiscard]] std::optional<std::string_view> text_of_single_signed(std::string_view note);

/// The k of "leaves-NNNNNN.ndjson" (at least six digits); nothing for any other name.
[[nodiscard]] std::optional<std::uint64_t> leaves_file_number(std::string_view name);

}  // namespace hotline::cli
