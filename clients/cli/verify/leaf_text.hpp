#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace hotline::cli {

/// A leaf of the log taken apart (DESIGN.md, "Leaf"); views into the text it was read from.
struct LeafText {
    std::uint64_t index = 0;
    std::uint64_t unix_ms = 0;
    std::string_view kind;
    std::string_view purpose;     ///< "-": none
    std::string_view blobs_hash;  ///< base64, "-": none
    std::string_view shown_hash;  ///< base64
    std::string_view staff_hash;  ///< base64
};

/// Nothing when a line is missing, added, out of order or of another form.
[[nodiscard]] std::optional<LeafText> parse_leaf_text(std::string_view text);

/// Whether `hash` (base64) is SHA-256(salt ‖ text), the salt being base64 of 32 bytes.
[[nodiscard]] bool commits_to(std::string_view hash, std::string_view salt, std::string_view text);

}  // namespace hotline::cli
