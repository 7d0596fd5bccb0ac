#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace hotline::redaction {

/// Returned by `next_code_point` for malformed UTF-8.
inline constexpr char32_t kMalformed = 0xFFFFFFFF;

/// Reads the code point at `at` and moves behind it; strict: no over-long forms, no surrogates, nothing
/// above U+10FFFF. At a fault gives kMalformed and does not move. `at` must lie inside the text.
[[nodiscard]] inline char32_t next_code_point(std::string_view text, std::size_t& at) noexcept {
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    const unsigned char first = byte(at);
    if (first < 0x80) return static_cast<char32_t>(text[at++]);
    const std::size_t length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
    if (first < 0xC2 || first > 0xF4 || text.size() - at < length) return kMalformed;
    char32_t c = first & (0xFFU >> (length + 1));
    for (std::size_t i = 1; i < length; ++i) {
        if ((byte(at + i) & 0xC0U) != 0x80U) return kMalformed;
        c = (c << 6U) | (byte(at + i) & 0x3FU);
    }
    const bool over_long = (length == 3 && c < 0x800) || (length == 4 && c < 0x10000);
    if (over_long || c > 0x10FFFF || (c >= 0xD800 && c <= 0xDFFF)) return kMalformed;
    at += length;
    return c;
}

/// Appends one code point as UTF-8.
inline void append_utf8(std::string& out, char32_t c) {
    const auto put = [&](char32_t bits) { out += static_cast<char>(static_cast<unsigned char>(bits)); };
    if (c < 0x80) return put(c);
    if (c < 0x800) {
        put(0xC0U | (c >> 6U));
        return put(0x80U | (c & 0x3FU));
    }
    if (c < 0x10000) {
        put(0xE0U | (c >> 12U));
    } else {
        put(0xF0U | (c >> 18U));
        put(0x80U | ((c >> 12U) & 0x3FU));
    }
    put(0x80U | ((c >> 6U) & 0x3FU));
    put(0x80U | (c & 0x3FU));
}

}  // namespace hotline::redaction
