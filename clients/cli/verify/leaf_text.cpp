#include "clients/cli/verify/leaf_text.hpp"

#include <algorithm>

#include "clients/cli/verify/numbers.hpp"
#include "crypto/bytes.hpp"

namespace hotline::cli {
namespace {

constexpr std::string_view kVersionLine = "1022/event/v1\n";
constexpr std::size_t kHashText = 44;  // base64 of 32 bytes

/// The value of the line "X VALUE" that `text` begins with, and takes the line off.
std::optional<std::string_view> take(std::string_view& text, char letter) {
    const std::size_t end = text.find('\n');
    if (end == std::string_view::npos || end < 3 || text[0] != letter || text[1] != ' ') return std::nullopt;
    const std::string_view value = text.substr(2, end - 2);
    text.remove_prefix(end + 1);
    return value;
}

bool is_code(std::string_view text) {
    return std::ranges::all_of(text, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '-' || c == '_';
    });
}

}  // namespace

std::optional<LeafText> parse_leaf_text(std::string_view text) {
    if (!text.starts_with(kVersionLine)) return std::nullopt;
    text.remove_prefix(kVersionLine.size());
    const auto n = take(text, 'n'), t = take(text, 't'), e = take(text, 'e'), p = take(text, 'p');
    const auto b = take(text, 'b'), d = take(text, 'd'), s = take(text, 's');
    if (!n || !t || !e || !p || !b || !d || !s || !text.empty()) return std::nullopt;
    const auto index = parse_decimal(*n);
    const auto unix_ms = parse_decimal(*t);
    if (!index || !unix_ms || !is_code(*e) || !is_code(*p)) return std::nullopt;
    if ((*b != "-" && b->size() != kHashText) || d->size() != kHashText || s->size() != kHashText)
        return std::nullopt;
    return LeafText{.index = *index,
                    .unix_ms = *unix_ms,
                    .kind = *e,
                    .purpose = *p,
                    .blobs_hash = *b,
                    .shown_hash = *d,
                    .staff_hash = *s};
}

bool commits_to(std::string_view hash, std::string_view salt, std::string_view text) {
    const auto bytes = from_base64(salt);
    return bytes && bytes->size() == Salt32::size &&
           to_base64(sha256({*bytes, as_bytes(text)}).view()) == hash;
}

}  // namespace hotline::cli
