#include "server/redaction/utf8.hpp"
#include "server/routing/features.hpp"
#include "server/routing/parts.hpp"

#include <algorithm>

namespace hotline::routing {

namespace {

constexpr std::size_t kMostReasons = 5;
/// The model is asked for words only where the rules know fewer.
constexpr std::size_t kEnoughReasons = 2;

/// A stretch of tokens and how much it says.
struct Reason {
    float weight = 0;
    std::size_t begin = 0, end = 0;
};

void sort_by_weight(std::vector<Reason>& reasons) {
    std::ranges::sort(reasons, {}, [](const Reason& one) { return std::pair(-one.weight, one.begin); });
}

/// The words of the text that the model knows to speak for a label.
std::vector<Reason> learned_reasons(const LinearModel& model, const redaction::Document& document, Head head,
                                    std::string_view label) {
    const auto& codes = model.head(head).codes;
    const auto at = std::ranges::find(codes, label);
    if (at == codes.end()) return {};
    std::vector<Reason> out;
    for (std::size_t token = 0; token < document.tokens.size(); ++token) {
        if (!document.tokens[token].is_word()) continue;
        const float weight = model.weight_of(feature_of_word(document.tokens[token]), head,
                                             static_cast<std::size_t>(at - codes.begin()));
        if (weight > 0) out.push_back({weight, token, token + 1});
    }
    sort_by_weight(out);
    return out;
}

}  // namespace

std::string words_of(const redaction::Document& document, std::size_t begin, std::size_t end) {
    std::string out;
    for (std::size_t at = document.tokens[begin].begin; at < document.tokens[end - 1].end; ++at)
        redaction::append_utf8(out, document.points[at]);
    return out;
}

std::vector<std::string> Classifier::Parts::words_for(const Reading& reading,
                                                      std::initializer_list<std::size_t> targets, Head head,
                                                      std::string_view label) const {
    std::vector<Reason> reasons;
    for (const Hit& hit : reading.scores.hits) {
        if (std::ranges::find(targets, hit.target) != targets.end())
            reasons.push_back({hit.weight, hit.begin, hit.end});
    }
    sort_by_weight(reasons);
    std::vector<std::string> out;
    const auto add = [&](const std::vector<Reason>& from, std::size_t most) {
        for (const Reason& reason : from) {
            if (out.size() >= most) break;
            std::string words = words_of(reading.document, reason.begin, reason.end);
            const bool known =
                std::ranges::any_of(out, [&](const std::string& one) { return one.contains(words); });
            if (!known) out.push_back(std::move(words));
        }
    };
    add(reasons, kMostReasons);
    if (out.size() < kEnoughReasons)
        add(learned_reasons(model, reading.document, head, label), kEnoughReasons + 1);
    return out;
}

}  // namespace hotline::routing
