#include "server/redaction/replace.hpp"

#include "server/redaction/utf8.hpp"

#include <algorithm>
#include <unordered_map>

namespace hotline::redaction {

namespace {

constexpr std::array<std::string_view, kSpanTypes> kTokens{
    "TÊN",       "SỐ ĐIỆN THOẠI", "SỐ GIẤY TỜ",    "BẢO HIỂM", "MÃ SỐ THUẾ", "BIỂN SỐ",
    "TÀI KHOẢN", "EMAIL",         "TRANG CÁ NHÂN", "ĐỊA CHỈ",  "NGÀY SINH"};

/// Gives people numbers in the order in which they are met.
class People {
public:
    std::size_t number_of(const Document& document, const Span& span) {
        constexpr std::uint64_t kMix = 0x9E3779B97F4A7C15ULL;
        std::vector<std::uint64_t> words;
        for (std::size_t at = document.token_at(span.start); at < document.tokens.size(); ++at) {
            if (document.tokens[at].begin >= span.end) break;
            words.push_back(document.tokens[at].key.folded);
        }
        // Keys of "Phú", "Hoàng Phú", "Dương Hoàng Phú": a later "Phú" meets the last mention of any.
        std::uint64_t tail = 0;
        std::vector<std::uint64_t> tails;
        for (std::size_t i = words.size(); i-- > 0;) {
            tail = (tail ^ words[i]) * kMix;
            tails.push_back(tail);
        }
        if (tails.empty()) return ++count_;
        const auto known = numbers_.find(tails.back());
        const std::size_t number = known != numbers_.end() ? known->second : ++count_;
        for (const std::uint64_t key : tails) numbers_.try_emplace(key, number);
        return number;
    }

private:
    std::unordered_map<std::uint64_t, std::size_t> numbers_;
    std::size_t count_ = 0;
};

}  // namespace

std::string replace_spans(const Document& document, std::string_view nfc, const std::vector<Span>& spans) {
    std::string out;
    out.reserve(nfc.size());
    People people;
    std::size_t point = 0, from = 0, at = 0;
    const auto advance_to = [&](std::size_t wanted) {
        for (; point < wanted; ++point) (void)next_code_point(nfc, at);
    };
    for (const Span& span : spans) {
        advance_to(span.start);
        out += nfc.substr(from, at - from);
        out += '[';
        out += kTokens[static_cast<std::size_t>(span.type)];
        if (span.type == SpanType::name) out += " " + std::to_string(people.number_of(document, span));
        out += ']';
        advance_to(span.end);
        from = at;
    }
    out += nfc.substr(from);
    return out;
}

}  // namespace hotline::redaction
