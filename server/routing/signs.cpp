#include "server/routing/signs.hpp"

#include <algorithm>

namespace hotline::routing {

using redaction::Document;
using redaction::Token;

namespace {

/// A person is named at most this many tokens behind "tố cáo".
constexpr std::size_t kReach = 18;

/// `at` is the token behind a surname or a word of address: a capitalised word there makes it a person, and
/// in a text without capitals the word of address must do.
bool is_person(const Document& document, std::size_t at) {
    if (at >= document.tokens.size()) return false;
    const Token& token = document.tokens[at];
    if (token.is_sign('[')) return true;  // a name that was redacted
    if (!token.is_word() || token.line_before) return false;
    return token.capital || document.without_capitals;
}

bool names_a_person(const Document& document, const Scores& scores) {
    for (const std::size_t behind : scores.denounced) {
        const auto near = std::ranges::lower_bound(scores.persons, behind);
        for (auto at = near; at != scores.persons.end() && *at <= behind + kReach; ++at) {
            if (is_person(document, *at)) return true;
        }
        if (behind < document.tokens.size() && document.tokens[behind].is_sign('[')) return true;
    }
    return false;
}

/// Somebody stands anywhere in the text: enough beside the words of what was done.
bool knows_a_person(const Document& document, const Scores& scores) {
    return std::ranges::any_of(scores.persons, [&](std::size_t at) { return is_person(document, at); });
}

}  // namespace

Judgement judge(const Document& document, const Scores& scores, const Thresholds& thresholds) {
    Judgement out;
    const float denounce = scores.sign(Sign::denounce);
    constexpr float kDeeds = 2;  // points of "ăn chặn", "có ghi âm" on top of the word of denouncing
    out.denounces = (denounce >= thresholds.denounce && names_a_person(document, scores)) ||
                    (denounce >= thresholds.denounce + kDeeds && knows_a_person(document, scores));
    const bool decision = scores.sign(Sign::decision) > 0;
    out.petitions = decision && scores.sign(Sign::petition) >= thresholds.petition && !out.denounces;
    out.danger = scores.sign(Sign::danger);
    out.life_in_danger = scores.sign(Sign::danger) >= thresholds.danger;
    out.urgent = out.life_in_danger || scores.sign(Sign::urgent) >= thresholds.urgent;
    out.asks = scores.sign(Sign::question) - scores.sign(Sign::complain);
    return out;
}

}  // namespace hotline::routing
