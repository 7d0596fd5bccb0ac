#include "server/redaction/phrase_index.hpp"

#include "server/redaction/text.hpp"

#include <algorithm>
#include <bit>

namespace hotline::redaction {

namespace {

std::uint64_t hash_of(const std::vector<WordKey>& words) {
    constexpr std::uint64_t kMix = 0x9E3779B97F4A7C15ULL;
    std::uint64_t out = words.size();
    for (const WordKey& word : words) out = (out ^ word.marked) * kMix;
    return out;
}

}  // namespace

Result<std::size_t> PhraseIndex::add(std::string_view phrase) {
    const auto nfc = to_nfc(phrase);
    if (!nfc) return nfc.error();
    const Document document = take_apart(nfc->expose_text());
    std::vector<WordKey> words;
    for (const Token& token : document.tokens) {
        if (token.kind == TokenKind::sign)
            return fail(Errc::bad_format, "a phrase holds letters and digits only");
        words.push_back(token.key);
    }
    if (words.empty()) return fail(Errc::bad_format, "an empty phrase");
    const std::pair key{hash_of(words), static_cast<std::uint32_t>(phrases_.size())};
    const auto at = std::ranges::lower_bound(known_, std::pair{key.first, std::uint32_t{0}});
    if (at != known_.end() && at->first == key.first) return std::size_t{at->second};
    known_.insert(at, key);
    phrases_.push_back({std::move(words)});
    return phrases_.size() - 1;
}

void PhraseIndex::build() {
    const auto first = [&](const Entry& entry) { return phrases_[entry.number].words.front().folded; };
    entries_.clear();
    for (std::uint32_t number = 0; number < phrases_.size(); ++number) {
        const auto& words = phrases_[number].words;
        entries_.push_back({words[0].marked, words.size() > 1 ? words[1].folded : 0, number});
    }
    std::ranges::sort(entries_, {},
                      [&](const Entry& entry) { return std::pair(first(entry), entry.number); });
    slots_.assign(std::bit_ceil(phrases_.size() * 2 + 1), {});
    for (std::uint32_t begin = 0; begin < entries_.size();) {
        std::uint32_t end = begin;
        while (end < entries_.size() && first(entries_[end]) == first(entries_[begin])) ++end;
        std::size_t at = first(entries_[begin]) & (slots_.size() - 1);
        while (slots_[at].first != 0) at = (at + 1) & (slots_.size() - 1);
        slots_[at] = {first(entries_[begin]), begin, end};
        begin = end;
    }
}

const PhraseIndex::Slot* PhraseIndex::find(std::uint64_t first) const noexcept {
    if (slots_.empty()) return nullptr;
    std::size_t at = first & (slots_.size() - 1);
    for (; slots_[at].first != 0; at = (at + 1) & (slots_.size() - 1)) {
        if (slots_[at].first == first) return &slots_[at];
    }
    return nullptr;
}

bool PhraseIndex::stands_at(const Document& document, std::size_t at, const Phrase& phrase) noexcept {
    if (document.tokens.size() - at < phrase.words.size()) return false;
    for (std::size_t k = 0; k < phrase.words.size(); ++k) {
        const Token& token = document.tokens[at + k];
        const WordKey& word = phrase.words[k];
        const bool folded = document.without_marks && !token.marked && token.key.folded == word.folded;
        if (token.kind == TokenKind::sign || (token.key.marked != word.marked && !folded)) return false;
        if (k > 0 && (!token.space_before || token.line_before)) return false;
    }
    return true;
}

}  // namespace hotline::redaction
