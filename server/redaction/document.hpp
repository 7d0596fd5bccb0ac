#pragma once

#include "server/redaction/char_table.hpp"
#include "server/redaction/wiped.hpp"

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace hotline::redaction {

/// The spelling of a word, as two numbers: equal words give equal keys; unequal ones hardly ever.
struct WordKey {
    std::uint64_t folded = 0;  ///< without case and marks
    std::uint64_t marked = 0;  ///< with its vowels and its tone, wherever the tone mark stands
};

/// Collects the code points of one word into its key.
class WordHasher {
public:
    void add(const CharInfo& c) noexcept;
    [[nodiscard]] WordKey key() const noexcept;
    [[nodiscard]] bool has_marks() const noexcept { return marks_; }

private:
    std::uint64_t folded_ = 0xcbf29ce484222325ULL;
    std::uint64_t marked_ = 0xcbf29ce484222325ULL;
    std::uint8_t tone_ = 0;
    bool marks_ = false;
};

enum class TokenKind : std::uint8_t { word, number, sign };

/// A run of letters, a run of digits, or one other visible character.
struct Token {
    std::uint32_t begin = 0;  ///< first code point
    std::uint32_t end = 0;    ///< behind the last
    WordKey key;              ///< of a word or a number
    char32_t sign = 0;        ///< the character itself, of a sign
    TokenKind kind = TokenKind::sign;
    bool capital = false;      ///< a word whose first letter is upper case
    bool all_capital = false;  ///< a word of two or more letters, all upper case
    bool marked = false;       ///< a word with a diacritic
    bool space_before = false;
    bool line_before = false;  ///< a line break before it, or the start of the text

    [[nodiscard]] bool is_word() const noexcept { return kind == TokenKind::word; }
    [[nodiscard]] bool is_number() const noexcept { return kind == TokenKind::number; }
    [[nodiscard]] bool is_sign(char32_t c) const noexcept { return kind == TokenKind::sign && sign == c; }
    [[nodiscard]] std::uint32_t length() const noexcept { return end - begin; }
};

/// A text taken apart once for all detectors. Holds personal data: memory is wiped when it dies.
struct Document {
    WipedVector<CharInfo> chars;
    WipedVector<char32_t> points;
    WipedVector<Token> tokens;
    bool without_marks = false;     ///< its writer leaves the diacritics out
    bool without_capitals = false;  ///< its writer, or the speech recogniser, writes no capitals
    bool all_capitals = false;      ///< it is written in capitals

    /// The token that covers this code point, or the first one behind it.
    [[nodiscard]] std::size_t token_at(std::size_t point) const noexcept;
};

/// @param nfc  well-formed UTF-8 in NFC, as `to_nfc` gives it
[[nodiscard]] Document take_apart(std::string_view nfc);

}  // namespace hotline::redaction
