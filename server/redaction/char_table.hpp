#pragma once

#include <cstdint>

namespace hotline::redaction {

enum class CharKind : std::uint8_t { other, letter, digit, space, newline, invisible, mark };

/// What the scanners need to know of one code point.
struct CharInfo {
    char32_t lower = 0;      ///< lower case
    char32_t quality = 0;    ///< lower case without the tone mark: ă â ê ô ơ ư đ stay
    char32_t fold = 0;       ///< lower case without any mark, đ as d, full-width forms as ASCII; 0: nothing
    std::uint8_t tone = 0;   ///< 0 none, 1 acute, 2 grave, 3 hook, 4 tilde, 5 dot below
    std::uint8_t digit = 0;  ///< its value when kind is digit
    CharKind kind = CharKind::other;
    bool upper = false;
    bool nfc = false;  ///< a text of such code points alone is NFC already
};

/// Looks one code point up; a table for the scripts of Vietnamese text, ICU for the rest. Thread-safe.
[[nodiscard]] CharInfo char_info(char32_t c) noexcept;

}  // namespace hotline::redaction
