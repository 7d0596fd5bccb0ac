#include "server/redaction/number_groups.hpp"

namespace hotline::redaction {

namespace {

constexpr std::size_t kMostInnerGap = 3;
constexpr std::uint8_t kNoDigit = 255;

/// The digit that a letter is taken for inside a number.
std::uint8_t look_alike(char32_t c) {
    if (c == 'O' || c == 'o') return 0;
    if (c == 'l' || c == 'I') return 1;
    return kNoDigit;
}

std::uint8_t digit_like(const Document& document, std::uint32_t at) {
    const CharInfo& c = document.chars[at];
    return c.kind == CharKind::digit ? c.digit : look_alike(document.points[at]);
}

bool is_letter(const Document& document, std::size_t at) {
    return at < document.chars.size() && document.chars[at].kind == CharKind::letter;
}

/// Takes look-alikes off the ends of [begin, end) that belong to a word beside them.
void trim_words(const Document& document, std::uint32_t& begin, std::uint32_t& end) {
    const auto is_digit = [&](std::uint32_t at) { return document.chars[at].kind == CharKind::digit; };
    const bool word_before = begin > 0 && is_letter(document, begin - 1);
    while (begin < end && !is_digit(begin) && (word_before || look_alike(document.points[begin]) != 0))
        ++begin;
    const bool word_behind = is_letter(document, end);
    while (end > begin && !is_digit(end - 1) && word_behind) --end;
    // "10 lo" has no digit at all in its second half; a group needs one.
    const bool any = std::any_of(document.chars.begin() + begin, document.chars.begin() + end,
                                 [](const CharInfo& c) { return c.kind == CharKind::digit; });
    if (!any) begin = end;
}

}  // namespace

Digits find_digits(const Document& document) {
    Digits out;
    const auto size = static_cast<std::uint32_t>(document.chars.size());
    for (std::uint32_t at = 0; at < size;) {
        if (digit_like(document, at) == kNoDigit) {
            ++at;
            continue;
        }
        std::uint32_t begin = at;
        while (at < size && digit_like(document, at) != kNoDigit) ++at;
        std::uint32_t end = at;
        trim_words(document, begin, end);
        if (begin == end) continue;
        out.groups.push_back({begin, end, static_cast<std::uint32_t>(out.values.size())});
        for (std::uint32_t i = begin; i < end; ++i) out.values.push_back(digit_like(document, i));
    }
    return out;
}

bool is_inner_gap(const Document& document, std::uint32_t begin, std::uint32_t end) noexcept {
    std::size_t visible = 0;
    for (std::uint32_t at = begin; at < end; ++at) {
        const CharKind kind = document.chars[at].kind;
        if (kind == CharKind::invisible) continue;
        if (kind == CharKind::newline || ++visible > kMostInnerGap) return false;
        static constexpr std::u32string_view kJoiners = U".-–—_…()·•,";
        if (kind != CharKind::space && kJoiners.find(document.points[at]) == std::u32string_view::npos)
            return false;
    }
    return true;
}

RunReader::RunReader(const Document& document, const Digits& digits, std::size_t first) noexcept
    : document_(document), digits_(digits), group_(first) {
    run_.begin = digits.groups[first].begin;
}

std::optional<Run> RunReader::next() noexcept {
    if (group_ >= digits_.groups.size()) return std::nullopt;
    const DigitGroup& group = digits_.groups[group_];
    if (run_.count > 0 && !is_inner_gap(document_, run_.end, group.begin)) return std::nullopt;
    const std::size_t more = digits_.count(group_);
    if (run_.count + more > Run::kMost) return std::nullopt;
    for (std::size_t i = 0; i < more; ++i) run_.digit[run_.count + i] = digits_.values[group.first_digit + i];
    run_.count += more;
    run_.end = group.end;
    run_.last_group = group_++;
    return run_;
}

}  // namespace hotline::redaction
