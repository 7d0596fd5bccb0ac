#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace hotline::ops {

/// The length in bytes of the UTF-8 character at the front of `text`: 1..4, or 0 when the front is not one
/// (empty, cut off, overlong, a surrogate or above U+10FFFF). Source: RFC 3629, section 4.
[[nodiscard]] std::size_t utf8_length(std::string_view text) noexcept;

/// True when all of `text` is UTF-8.
[[nodiscard]] bool is_utf8(std::string_view text) noexcept;

/// Appends `text` as a JSON string with its quotes. Control characters, DEL and U+2028/9 are escaped; a byte
/// that is not UTF-8 becomes U+FFFD, so the result is always valid JSON on one line.
void append_json_string(std::string& out, std::string_view text);

}  // namespace hotline::ops
