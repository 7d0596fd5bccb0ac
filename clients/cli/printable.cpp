#include "clients/cli/printable.hpp"

#include <cstdint>

namespace hotline::cli {
namespace {

constexpr char32_t kReplacement = 0xFFFD;
constexpr std::string_view kReplacementUtf8 = "\xEF\xBF\xBD";

/// Takes one character off `text` (not empty); a byte that begins none is U+FFFD and taken alone.
char32_t take_character(std::string_view& text) {
    const auto lead = static_cast<unsigned char>(text.front());
    const std::size_t length = lead < 0x80   ? 1
                               : lead < 0xC2 ? 0
                               : lead < 0xE0 ? 2
                               : lead < 0xF0 ? 3
                               : lead < 0xF5 ? 4
                                             : 0;
    char32_t value = length < 2 ? lead : lead & (0x7FU >> length);
    bool whole = length > 0 && text.size() >= length;
    for (std::size_t i = 1; whole && i < length; ++i) {
        const auto byte = static_cast<unsigned char>(text[i]);
        whole = (byte & 0xC0U) == 0x80U;
        value = (value << 6) | (byte & 0x3FU);
    }
    const bool overlong = (length == 3 && value < 0x800) || (length == 4 && value < 0x10000);
    if (!whole || overlong || value > 0x10FFFF || (value >= 0xD800 && value < 0xE000)) {
        text.remove_prefix(1);
        return kReplacement;
    }
    text.remove_prefix(length);
    return value;
}

bool is_control(char32_t c) {
    return c < 0x20 || (c >= 0x7F && c < 0xA0);
}

bool turns_direction(char32_t c) {
    return (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069) || c == 0x200E || c == 0x200F;
}

std::size_t columns_of_character(char32_t c) {
    if ((c >= 0x300 && c < 0x370) || c == 0x200B || c == 0x200D || (c >= 0xFE00 && c < 0xFE10)) return 0;
    const bool wide = (c >= 0x1100 && c < 0x1160) || (c >= 0x2E80 && c < 0xA4D0) ||
                      (c >= 0xAC00 && c < 0xD7A4) || (c >= 0xF900 && c < 0xFB00) ||
                      (c >= 0xFF00 && c < 0xFF61) || (c >= 0x1F300 && c < 0x1FB00);
    return wide ? 2 : 1;
}

}  // namespace

std::string printable(std::string_view utf8, bool keep_lines) {
    std::string out;
    out.reserve(utf8.size());
    while (!utf8.empty()) {
        const std::string_view before = utf8;
        const char32_t c = take_character(utf8);
        const std::string_view bytes = before.substr(0, before.size() - utf8.size());
        if (c == '\n' && keep_lines) {
            out += '\n';
        } else if (is_control(c)) {
            out += ' ';
        } else if (c == kReplacement || turns_direction(c)) {
            out += kReplacementUtf8;
        } else {
            out += bytes;
        }
    }
    return out;
}

std::size_t columns_of(std::string_view utf8) {
    std::size_t columns = 0;
    while (!utf8.empty()) columns += columns_of_character(take_character(utf8));
    return columns;
}

std::string shortened(std::string_view utf8, std::size_t columns) {
    if (columns_of(utf8) <= columns) return std::string(utf8);
    std::size_t used = 0;
    std::string_view rest = utf8;
    for (;;) {
        std::string_view after = rest;
        used += columns_of_character(take_character(after));
        if (used + 1 > columns) break;
        rest = after;
    }
    return std::string(utf8.substr(0, utf8.size() - rest.size())) + "…";
}

}  // namespace hotline::cli
