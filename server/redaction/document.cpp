#include "server/redaction/document.hpp"

#include "server/redaction/utf8.hpp"

#include <algorithm>

namespace hotline::redaction {

namespace {

constexpr std::uint64_t kFnvPrime = 0x100000001b3ULL;
/// A style shows only when at most one word in this many is the other way.
constexpr std::size_t kStyleShare = 10;

bool joins_word(CharKind kind) {
    return kind == CharKind::letter || kind == CharKind::mark;
}

Token read_word(const Document& document, std::uint32_t begin) {
    Token token;
    token.kind = TokenKind::word;
    token.begin = begin;
    token.capital = document.chars[begin].upper;
    WordHasher hasher;
    std::uint32_t letters = 0;
    bool lower_seen = false;
    std::uint32_t at = begin;
    for (std::uint32_t end = begin; end < document.chars.size(); ++end) {
        const CharInfo& c = document.chars[end];
        if (c.kind == CharKind::invisible) continue;  // inside a word only: the token ends at its last letter
        if (!joins_word(c.kind)) break;
        hasher.add(c);
        at = end + 1;
        ++letters;
        lower_seen = lower_seen || !c.upper;
    }
    token.end = at;
    token.key = hasher.key();
    token.marked = hasher.has_marks();
    token.all_capital = letters >= 2 && !lower_seen;
    return token;
}

Token read_number(const Document& document, std::uint32_t begin) {
    Token token;
    token.kind = TokenKind::number;
    token.begin = token.end = begin;
    while (token.end < document.chars.size() && document.chars[token.end].kind == CharKind::digit)
        ++token.end;
    return token;
}

Token read_sign(const Document& document, std::uint32_t begin) {
    Token token;
    token.begin = begin;
    token.end = begin + 1;
    token.sign = document.points[begin];
    return token;
}

Token read_token(const Document& document, std::uint32_t begin) {
    switch (document.chars[begin].kind) {
        case CharKind::letter:
            return read_word(document, begin);
        case CharKind::digit:
            return read_number(document, begin);
        default:
            return read_sign(document, begin);
    }
}

void cut(Document& document) {
    bool space = true;
    bool line = true;
    for (std::uint32_t at = 0; at < document.chars.size();) {
        const CharKind kind = document.chars[at].kind;
        const bool gap = kind == CharKind::space || kind == CharKind::newline || kind == CharKind::invisible;
        if (gap) {
            space = space || kind != CharKind::invisible;
            line = line || kind == CharKind::newline;
            ++at;
            continue;
        }
        Token token = read_token(document, at);
        token.space_before = space;
        token.line_before = line;
        space = line = false;
        at = token.end;
        document.tokens.push_back(token);
    }
}

void judge_style(Document& document) {
    std::size_t words = 0, marked = 0, capital = 0, all_capital = 0, long_words = 0;
    for (const Token& token : document.tokens) {
        if (!token.is_word()) continue;
        ++words;
        marked += token.marked ? 1 : 0;
        capital += token.capital && !token.line_before && token.length() >= 2 ? 1 : 0;  // "O7O3" is none
        long_words += token.length() >= 2 ? 1 : 0;
        all_capital += token.all_capital ? 1 : 0;
    }
    document.without_marks = marked * kStyleShare <= words;
    document.without_capitals = capital * kStyleShare * 2 <= words;
    document.all_capitals = long_words > 0 && all_capital * 3 >= long_words * 2;
}

}  // namespace

void WordHasher::add(const CharInfo& c) noexcept {
    if (c.fold != 0) folded_ = (folded_ ^ c.fold) * kFnvPrime;
    marked_ = (marked_ ^ c.quality) * kFnvPrime;
    tone_ = c.tone != 0 ? c.tone : tone_;
    marks_ = marks_ || c.tone != 0 || c.quality != c.fold;
}

WordKey WordHasher::key() const noexcept {
    return {folded_, (marked_ ^ (0x10000U + tone_)) * kFnvPrime};
}

std::size_t Document::token_at(std::size_t point) const noexcept {
    const auto it = std::ranges::upper_bound(tokens, point, {}, [](const Token& token) { return token.end; });
    return static_cast<std::size_t>(it - tokens.begin());
}

Document take_apart(std::string_view nfc) {
    Document document;
    const CharTable& table = CharTable::get();
    document.chars.reserve(nfc.size());
    document.points.reserve(nfc.size());
    for (std::size_t at = 0; at < nfc.size();) {
        const char32_t c = next_code_point(nfc, at);
        if (c == kMalformed) break;
        document.points.push_back(c);
        document.chars.push_back(table[c]);
    }
    document.tokens.reserve(document.points.size() / 3 + 1);
    cut(document);
    judge_style(document);
    return document;
}

}  // namespace hotline::redaction
