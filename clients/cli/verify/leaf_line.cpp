#include "clients/cli/verify/leaf_line.hpp"

#include "clients/cli/verify/numbers.hpp"

namespace hotline::cli {
namespace {

constexpr unsigned kIndex = 1, kLeaf = 2, kShown = 4, kSalt = 8, kStaff = 16, kStaffSalt = 32, kProof = 64;
constexpr unsigned kRequired = kIndex | kLeaf | kShown | kSalt | kStaff | kStaffSalt;
constexpr std::size_t kMaxPath = 63;

void append_utf8(std::string& out, std::uint32_t c) {
    const auto put = [&](std::uint32_t byte) { out.push_back(static_cast<char>(byte)); };
    if (c < 0x80) {
        put(c);
    } else if (c < 0x800) {
        put(0xC0 | (c >> 6));
        put(0x80 | (c & 0x3F));
    } else if (c < 0x10000) {
        put(0xE0 | (c >> 12));
        put(0x80 | ((c >> 6) & 0x3F));
        put(0x80 | (c & 0x3F));
    } else {
        put(0xF0 | (c >> 18));
        put(0x80 | ((c >> 12) & 0x3F));
        put(0x80 | ((c >> 6) & 0x3F));
        put(0x80 | (c & 0x3F));
    }
}

bool is_plain(char c) {
    return static_cast<unsigned char>(c) >= 0x20 && c != '"' && c != '\\';
}

}  // namespace

bool LeafLineParser::parse(std::string_view line) {
    rest_ = line;
    seen_ = 0;
    line_.has_proof = false;
    if (!take("{")) return false;
    do {
        if (!member()) return false;
    } while (take(","));
    return take("}") && rest_.empty() && (seen_ & kRequired) == kRequired;
}

bool LeafLineParser::take(std::string_view expected) {
    if (!rest_.starts_with(expected)) return false;
    rest_.remove_prefix(expected.size());
    return true;
}

bool LeafLineParser::first_time(unsigned bit) {
    if ((seen_ & bit) != 0) return false;
    seen_ |= bit;
    return true;
}

bool LeafLineParser::member() {
    if (!take("\"")) return false;
    const std::size_t end = rest_.find('"');
    if (end == std::string_view::npos) return false;
    const std::string_view key = rest_.substr(0, end);
    rest_.remove_prefix(end + 1);
    return take(":") && value_of(key);
}

bool LeafLineParser::value_of(std::string_view key) {
    if (key == "index") return first_time(kIndex) && number(line_.index);
    if (key == "leaf") return first_time(kLeaf) && text(line_.leaf);
    if (key == "shown") return first_time(kShown) && text_or_null(line_.shown);
    if (key == "salt") return first_time(kSalt) && text_or_null(line_.salt);
    if (key == "staff") return first_time(kStaff) && text_or_null(line_.staff);
    if (key == "staff_salt") return first_time(kStaffSalt) && text_or_null(line_.staff_salt);
    if (key != "proof") return false;
    line_.has_proof = true;
    return first_time(kProof) && hashes(line_.proof);
}

bool LeafLineParser::number(std::uint64_t& out) {
    const std::size_t end = rest_.find_first_not_of("0123456789");
    if (end == std::string_view::npos) return false;
    const auto value = parse_decimal(rest_.substr(0, end));
    if (!value) return false;
    out = *value;
    rest_.remove_prefix(end);
    return true;
}

bool LeafLineParser::text(std::string& out) {
    out.clear();
    if (!take("\"")) return false;
    for (;;) {
        std::size_t plain = 0;
        while (plain < rest_.size() && is_plain(rest_[plain])) ++plain;
        out.append(rest_.data(), plain);
        rest_.remove_prefix(plain);
        if (take("\"")) return true;
        if (!take("\\") || !escape(out)) return false;
    }
}

bool LeafLineParser::escape(std::string& out) {
    constexpr std::string_view kLetters = "\"\\/bfnrt";
    constexpr std::string_view kMeanings = "\"\\/\b\f\n\r\t";
    if (rest_.empty()) return false;
    const char letter = rest_.front();
    rest_.remove_prefix(1);
    if (letter == 'u') return unicode_escape(out);
    const std::size_t which = kLetters.find(letter);
    if (which == std::string_view::npos) return false;
    out.push_back(kMeanings[which]);
    return true;
}

bool LeafLineParser::unicode_escape(std::string& out) {
    std::uint32_t c = 0;
    if (!hex4(c) || (c >= 0xDC00 && c < 0xE000)) return false;
    if (c >= 0xD800 && c < 0xDC00) {
        std::uint32_t low = 0;
        if (!take("\\u") || !hex4(low) || low < 0xDC00 || low >= 0xE000) return false;
        c = 0x10000 + ((c - 0xD800) << 10) + (low - 0xDC00);
    }
    append_utf8(out, c);
    return true;
}

bool LeafLineParser::hex4(std::uint32_t& out) {
    if (rest_.size() < 4) return false;
    const char* const first = rest_.data();
    if (std::from_chars(first, first + 4, out, 16).ptr != first + 4) return false;
    rest_.remove_prefix(4);
    return true;
}

bool LeafLineParser::text_or_null(MaybeText& out) {
    out.present = !take("null");
    return !out.present || text(out.text);
}

bool LeafLineParser::hashes(std::vector<Hash32>& out) {
    out.clear();
    if (!take("[")) return false;
    if (take("]")) return true;
    do {
        if (!text(hash_) || out.size() >= kMaxPath) return false;
        const auto bytes = from_base64(hash_);
        if (!bytes || bytes->size() != Hash32::size) return false;
        out.push_back(*Hash32::from(*bytes));
    } while (take(","));
    return take("]");
}

}  // namespace hotline::cli
