#include "server/routing/features.hpp"

#include <bit>

namespace hotline::routing {

using redaction::Document;
using redaction::Token;

namespace {

constexpr std::uint64_t kMix = 0x9E3779B97F4A7C15ULL;
constexpr std::uint64_t kFnvPrime = 0x100000001b3ULL;
/// Kinds of features with equal words must not meet.
enum Kind : std::uint64_t { folded_word = 1, marked_word, folded_pair, marked_pair, piece };
constexpr std::size_t kPiece = 6;

std::uint64_t mixed(Kind kind, std::uint64_t first, std::uint64_t second = 0) noexcept {
    std::uint64_t out = (first + kind) * kMix;
    out = (out ^ (out >> 29U) ^ second) * kMix;
    return out ^ (out >> 32U);
}

/// Keeps each feature once.
class FeatureSet {
public:
    explicit FeatureSet(std::size_t most) : slots_(std::bit_ceil(2 * most + 1), 0) { out_.reserve(most); }

    void add(std::uint64_t feature) {
        if (feature == 0) return;  // marks a free slot
        std::size_t at = feature & (slots_.size() - 1);
        for (; slots_[at] != 0; at = (at + 1) & (slots_.size() - 1)) {
            if (slots_[at] == feature) return;
        }
        slots_[at] = feature;
        out_.push_back(feature);
    }
    [[nodiscard]] std::vector<std::uint64_t> take() && { return std::move(out_); }

private:
    std::vector<std::uint64_t> slots_, out_;
};

/// Six letters from the beginning of a word on, over the spaces to the next words; 0 when a sign or the end
/// of the text comes first.
std::uint64_t piece_from(const Document& document, std::size_t word) noexcept {
    std::uint64_t hash = 0;
    std::size_t letters = 0;
    for (std::size_t at = word; at < document.tokens.size() && document.tokens[at].is_word(); ++at) {
        for (std::uint32_t i = document.tokens[at].begin; i < document.tokens[at].end; ++i) {
            if (document.chars[i].fold == 0) continue;
            hash = (hash ^ document.chars[i].fold) * kFnvPrime;
            if (++letters == kPiece) return mixed(piece, hash);
        }
        hash = (hash ^ U' ') * kFnvPrime;
        if (++letters == kPiece) return mixed(piece, hash);
    }
    return 0;
}

}  // namespace

std::uint64_t feature_of_word(const Token& word) noexcept {
    return mixed(marked_word, word.key.marked);
}

std::vector<std::uint64_t> features_of(const Document& document) {
    constexpr std::size_t kKinds = 5;
    FeatureSet features(document.tokens.size() * kKinds);
    const Token* before = nullptr;
    for (std::size_t at = 0; at < document.tokens.size(); ++at) {
        const Token& token = document.tokens[at];
        if (!token.is_word()) {
            before = nullptr;
            continue;
        }
        features.add(mixed(folded_word, token.key.folded));
        features.add(feature_of_word(token));
        if (before != nullptr) {
            features.add(mixed(folded_pair, before->key.folded, token.key.folded));
            features.add(mixed(marked_pair, before->key.marked, token.key.marked));
        }
        features.add(piece_from(document, at));
        before = &token;
    }
    return std::move(features).take();
}

}  // namespace hotline::routing
