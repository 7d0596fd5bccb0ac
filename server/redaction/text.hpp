#pragma once

#include "crypto/secret.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace hotline::redaction {

/// The NFC of a text and nothing else: no trimming, no other change.
///
/// Cost: one pass with a table when the text is NFC already; ICU otherwise.
/// Errors: bad_input for malformed UTF-8 (over-long, surrogate, above U+10FFFF, cut short) or a NUL.
[[nodiscard]] Result<SecretBytes> to_nfc(std::string_view utf8);

/// Code points in well-formed UTF-8.
[[nodiscard]] std::size_t count_code_points(std::string_view utf8) noexcept;

/// The byte at which the code point with this index begins; the size of the text when it has fewer.
[[nodiscard]] std::size_t byte_of_code_point(std::string_view utf8, std::size_t index) noexcept;

/// One code point folded for search: lower case, without marks, đ as d, full-width forms as ASCII.
/// 0 for a combining mark or an invisible character, which fold to nothing.
[[nodiscard]] char32_t fold_code_point(char32_t c) noexcept;

/// Lower case of one code point of the scripts Vietnamese text uses (Latin, its full-width forms).
[[nodiscard]] char32_t lower_code_point(char32_t c) noexcept;

/// The text folded for search (domain.md, section 5, key 3), as UTF-8.
/// @param nfc  well-formed UTF-8
[[nodiscard]] std::string fold(std::string_view nfc);

/// A folded text in which every byte knows where it came from.
struct FoldedText {
    std::string text;                    ///< as `fold` gives it
    std::vector<std::uint32_t> sources;  ///< for each byte of `text`: index of its code point in the original
};

/// `fold` with the map back to the code points of the original.
[[nodiscard]] FoldedText fold_with_map(std::string_view nfc);

}  // namespace hotline::redaction
