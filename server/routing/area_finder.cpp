#include "server/routing/area_finder.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>

namespace hotline::routing {

using redaction::Document;
using redaction::Token;

namespace {

constexpr std::array<std::string_view, 12> kWardWords{
    "phường", "xã", "thị trấn", "thị xã", "thành phố", "tp", "huyện", "p", "x", "ubnd", "quận", "tx"};

bool is_abbreviation(std::string_view name) {
    return name.size() <= 4 && std::ranges::none_of(name, [](char c) { return c >= 'a' && c <= 'z'; }) &&
           name.find(' ') == std::string_view::npos;
}

}  // namespace

AreaFinder::AreaFinder(const Directory& directory) {
    for (const std::string_view word : kWardWords) {
        if (!ward_words_.add(word)) throw std::logic_error("a word for ward is no phrase");
    }
    ward_words_.build();
    for (std::size_t area = 0; area < directory.areas().size(); ++area) {
        std::string_view name = directory.areas()[area].name;
        for (const std::string_view prefix : {"Phường ", "Xã ", "Thị trấn ", "Đặc khu "}) {
            if (name.starts_with(prefix)) name.remove_prefix(prefix.size());
        }
        add(name, area);
        for (const std::string& alias : directory.areas()[area].aliases) add(alias, area);
    }
    phrases_.build();
}

void AreaFinder::add(std::string_view name, std::size_t area) {
    const auto number = phrases_.add(name);
    if (!number) return;  // a name with signs in it cannot stand in a text as words
    if (*number >= names_.size()) names_.resize(*number + 1, {area, is_abbreviation(name)});
}

float AreaFinder::weight_at(const Document& document, std::size_t at, const Name& name) const {
    const Token& first = document.tokens[at];
    if (name.abbreviation) return first.all_capital ? 0.6F : 0.0F;
    std::size_t before = at;
    while (before > 0 && at - before < 2 && document.tokens[before - 1].is_sign('.')) --before;
    bool ward = false;
    if (before > 0) {
        ward_words_.match(document, before - 1,
                          [&](std::size_t, std::size_t length) { ward = ward || length == 1; });
        if (before > 1)
            ward_words_.match(document, before - 2,
                              [&](std::size_t, std::size_t length) { ward = ward || length == 2; });
    }
    if (ward) return 2.0F;
    // "Phan Thanh Bình": a capitalised word right before belongs to the same name.
    const bool inside_name = at > 0 && first.capital && document.tokens[at - 1].is_word() &&
                             document.tokens[at - 1].capital && first.space_before && !first.line_before &&
                             !document.tokens[at - 1].all_capital && !document.all_capitals;
    return inside_name ? 0.4F : 1.0F;
}

std::optional<FoundArea> AreaFinder::find(const Document& document) const {
    std::vector<float> scores(names_.size() + 1, 0.0F);
    std::optional<FoundArea> best;
    float best_score = 0;
    for (std::size_t at = 0; at < document.tokens.size(); ++at) {
        if (document.tokens[at].kind == redaction::TokenKind::sign) continue;
        phrases_.match(document, at, [&](std::size_t number, std::size_t words) {
            const Name& name = names_[number];
            float& score = scores[name.area];
            score = std::max(score, weight_at(document, at, name));
            if (score > best_score) {
                best_score = score;
                best = FoundArea{name.area, at, at + words};
            }
        });
    }
    return best;
}

}  // namespace hotline::routing
