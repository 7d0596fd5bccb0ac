#pragma once

#include <array>
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

/// Looks code points up: a table for the scripts of Vietnamese text, ICU for the rest. Immutable.
class CharTable {
public:
    /// The one table, made at the first call. Thread-safe.
    [[nodiscard]] static const CharTable& get();

    [[nodiscard]] CharInfo operator[](char32_t c) const noexcept {
        if (c < kLowEnd) return low_[c];
        if (c >= kWideBegin && c < kWideEnd) return wide_[c - kWideBegin];
        return describe(c);
    }

private:
    /// Latin, its extensions, combining marks, Vietnamese letters and general punctuation lie below this.
    static constexpr char32_t kLowEnd = 0x2100;
    static constexpr char32_t kWideBegin = 0xFF00;
    static constexpr char32_t kWideEnd = 0xFF60;

    CharTable();
    [[nodiscard]] static CharInfo describe(char32_t c);

    std::array<CharInfo, kLowEnd> low_;
    std::array<CharInfo, kWideEnd - kWideBegin> wide_;
};

/// One look-up, for callers that do few.
[[nodiscard]] inline CharInfo char_info(char32_t c) {
    return CharTable::get()[c];
}

}  // namespace hotline::redaction
