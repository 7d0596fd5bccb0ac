#include "server/redaction/online.hpp"

namespace hotline::redaction {

namespace {

bool folds_to(const Document& document, const Token& token, std::u32string_view folded) noexcept {
    if (!token.is_word() || token.length() != folded.size()) return false;
    for (std::size_t i = 0; i < folded.size(); ++i) {
        if (document.chars[token.begin + i].fold != folded[i]) return false;
    }
    return true;
}

/// Words in an address that only offices use, and the first parts of mailboxes that belong to no person.
constexpr std::u32string_view kOfficeWords[] = {
    U".gov",     U".edu",      U"1022",      U"ubnd",       U"congan",    U"thpt",
    U"thcs",     U"benhvien",  U"trungtam",  U"dienluc",    U"evn",       U"vnpt",
    U"viettel",  U"cskh",      U"hotro",     U"support",    U"lienhe",    U"vanphong",
    U"dongthap", U"tiengiang", U"tuyensinh", U"dichvucong", U"hanhchinh", U"baodongthap"};
constexpr std::u32string_view kGeneralBoxes[] = {U"info@", U"contact@", U"admin@", U"sales@", U"cskh@"};

}  // namespace

bool begins_with(const Document& document, std::size_t at, std::u32string_view lower) noexcept {
    if (document.points.size() - at < lower.size()) return false;
    for (std::size_t i = 0; i < lower.size(); ++i) {
        if (document.chars[at + i].lower != lower[i]) return false;
    }
    return true;
}

bool is_public_address(const Document& document, std::size_t begin, std::size_t end) noexcept {
    for (const std::u32string_view box : kGeneralBoxes) {
        if (begins_with(document, begin, box)) return true;
    }
    // Pupils and students write from their school, but as themselves.
    constexpr std::u32string_view kOwnBoxes[] = {U"@student", U"@sv.", U"@st.", U"@hs."};
    // No address is longer than 320 characters; what is longer is looked at so far.
    constexpr std::size_t kLongest = 320;
    for (std::size_t at = begin; at < std::min(end, begin + kLongest); ++at) {
        for (const std::u32string_view box : kOwnBoxes) {
            if (begins_with(document, at, box)) return false;
        }
        for (const std::u32string_view word : kOfficeWords) {
            if (end - at >= word.size() && begins_with(document, at, word)) return true;
        }
    }
    return false;
}

bool is_spoken_at(const Reading& reading, std::size_t token) noexcept {
    if (token + 1 >= reading.size()) return false;
    const bool a = folds_to(reading.document, reading.token(token), U"a");
    return a && (folds_to(reading.document, reading.token(token + 1), U"cong") ||
                 folds_to(reading.document, reading.token(token + 1), U"moc"));
}

bool is_spoken_dot(const Reading& reading, std::size_t token) noexcept {
    return folds_to(reading.document, reading.token(token), U"cham");
}

}  // namespace hotline::redaction
