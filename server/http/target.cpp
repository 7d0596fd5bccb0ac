#include "server/http/target.hpp"

#include "server/ops/json_text.hpp"

#include <algorithm>

namespace hotline::http {
namespace {

int hex_digit(char c) noexcept {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

/// The character of an escape at the front of `raw` ("%41"), or -1.
int decode_escape(std::string_view raw) noexcept {
    if (raw.size() < 3) return -1;
    const int high = hex_digit(raw[1]);
    const int low = hex_digit(raw[2]);
    return high < 0 || low < 0 ? -1 : high * 16 + low;
}

bool is_control(char c) noexcept {
    return static_cast<unsigned char>(c) < 0x20 || c == 0x7F;
}

/// Decodes escapes; `refused` are characters that must not come out of one.
bool decode(std::string_view raw, bool plus_is_space, std::string_view refused, WipedBuffer& out) {
    const std::size_t before = out.size();
    while (!raw.empty()) {
        char c = raw[0];
        std::size_t used = 1;
        if (c == '%') {
            const int decoded = decode_escape(raw);
            if (decoded < 0) return false;
            c = static_cast<char>(decoded);
            if (refused.contains(c)) return false;
            used = 3;
        } else if (c == '+' && plus_is_space) {
            c = ' ';
        }
        out.append({&c, 1});
        raw.remove_prefix(used);
    }
    const std::string_view decoded = out.text().substr(before);
    return ops::is_utf8(decoded) && std::ranges::none_of(decoded, is_control);
}

/// "/a//b", "/./a" and "/a/.." are refused; "/" and "/a/" are not.
bool has_ambiguous_segment(std::string_view path) noexcept {
    path.remove_prefix(1);
    while (!path.empty()) {
        const std::size_t end = std::min(path.find('/'), path.size());
        const std::string_view segment = path.substr(0, end);
        if (segment.empty() || segment == "." || segment == "..") return true;
        path.remove_prefix(std::min(end + 1, path.size()));
    }
    return false;
}

}  // namespace

bool decode_path(std::string_view raw, WipedBuffer& out) {
    const std::size_t before = out.size();
    if (!raw.starts_with('/') || raw.find_first_of("#\\") != std::string_view::npos) return false;
    if (!decode(raw, false, "/\\", out)) return false;
    return !has_ambiguous_segment(out.text().substr(before));
}

bool decode_query_part(std::string_view raw, WipedBuffer& out) {
    return !raw.contains('#') && decode(raw, true, "", out);
}

}  // namespace hotline::http
