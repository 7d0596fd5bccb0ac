#include "server/redaction/char_table.hpp"

#include <unicode/uchar.h>
#include <unicode/unorm2.h>

#include <array>

namespace hotline::redaction {

namespace {

constexpr char32_t kAcute = 0x301, kGrave = 0x300, kHook = 0x309, kTilde = 0x303, kDotBelow = 0x323;
constexpr char32_t kBreve = 0x306, kCircumflex = 0x302, kHorn = 0x31B;

std::uint8_t tone_of(char32_t mark) {
    switch (mark) {
        case kAcute:
            return 1;
        case kGrave:
            return 2;
        case kHook:
            return 3;
        case kTilde:
            return 4;
        case kDotBelow:
            return 5;
        default:
            return 0;
    }
}

bool is_invisible(char32_t c) {
    return (c >= 0x200B && c <= 0x200F) || c == 0x2060 || c == 0xFEFF || c == 0x00AD ||
           (c >= 0xFE00 && c <= 0xFE0F);
}

CharKind kind_of(char32_t c) {
    const auto code = static_cast<UChar32>(c);
    if (is_invisible(c)) return CharKind::invisible;
    if (c == '\n' || c == '\r' || c == 0x2028 || c == 0x2029) return CharKind::newline;
    if (u_isUWhiteSpace(code) != 0) return CharKind::space;
    if (u_charDigitValue(code) >= 0) return CharKind::digit;
    if (u_isalpha(code) != 0) return CharKind::letter;
    if (u_getCombiningClass(code) != 0) return CharKind::mark;
    return CharKind::other;
}

/// The letter below all marks, its tone and its quality, from the canonical decomposition.
void take_apart(CharInfo& info) {
    UErrorCode fault = U_ZERO_ERROR;
    const UNormalizer2* nfc = unorm2_getNFCInstance(&fault);
    std::array<UChar, 16> parts{};
    const auto length =
        unorm2_getDecomposition(nfc, static_cast<UChar32>(info.lower), parts.data(), parts.size(), &fault);
    info.quality = info.fold = info.lower;
    if (U_FAILURE(fault) != 0 || length <= 0) return;
    info.fold = info.quality = parts[0];
    for (int i = 1; i < length; ++i) {
        const char32_t mark = parts[static_cast<std::size_t>(i)];
        if (const auto tone = tone_of(mark); tone != 0) info.tone = tone;
        const char32_t base = info.fold;
        if (mark == kBreve && base == 'a') info.quality = U'ă';
        if (mark == kCircumflex) info.quality = base == 'a' ? U'â' : base == 'e' ? U'ê' : U'ô';
        if (mark == kHorn) info.quality = base == 'o' ? U'ơ' : U'ư';
    }
}

}  // namespace

CharInfo CharTable::describe(char32_t c) {
    CharInfo info;
    info.kind = kind_of(c);
    info.upper = u_isupper(static_cast<UChar32>(c)) != 0;
    const bool wide = c > kWideBegin && c < kWideEnd - 1;
    const char32_t narrow = wide ? c - kWideBegin + 0x20 : c;
    info.lower = static_cast<char32_t>(u_tolower(static_cast<UChar32>(narrow)));
    take_apart(info);
    if (info.fold == U'đ') info.fold = 'd';
    if (info.kind == CharKind::mark) info.tone = tone_of(c);
    if (info.kind == CharKind::mark || info.kind == CharKind::invisible) info.fold = 0;
    if (info.kind == CharKind::digit) {
        info.digit = static_cast<std::uint8_t>(u_charDigitValue(static_cast<UChar32>(c)));
        info.fold = info.quality = info.lower = U'0' + info.digit;
    }
    if (info.kind == CharKind::space) info.fold = ' ';
    if (info.kind == CharKind::newline) info.fold = '\n';
    info.nfc = u_getIntPropertyValue(static_cast<UChar32>(c), UCHAR_NFC_QUICK_CHECK) == UNORM_YES &&
               u_getCombiningClass(static_cast<UChar32>(c)) == 0;
    return info;
}

CharTable::CharTable() {
    for (char32_t c = 0; c < kLowEnd; ++c) low_[c] = describe(c);
    for (char32_t c = kWideBegin; c < kWideEnd; ++c) wide_[c - kWideBegin] = describe(c);
}

const CharTable& CharTable::get() {
    static const CharTable instance;
    return instance;
}

}  // namespace hotline::redaction
