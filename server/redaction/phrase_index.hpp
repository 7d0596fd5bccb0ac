#pragma once

#include "server/redaction/document.hpp"

#include <optional>
#include <vector>

namespace hotline::redaction {

/// Phrases of one or more words, found in a text by their first word. A phrase is spelled in a text as it is
/// here, tone marks in either place; a text whose writer leaves diacritics out is compared without them.
/// Immutable after `build`.
class PhraseIndex {
public:
    /// Adds a phrase of letters and digits; gives its number, the same for the same phrase. Errors:
    /// bad_format when it holds anything else or nothing.
    [[nodiscard]] Result<std::size_t> add(std::string_view phrase);
    /// Must be called once after the last `add` and before `match`.
    void build();
    [[nodiscard]] std::size_t size() const noexcept { return phrases_.size(); }

    /// Calls `visit(number, words)` for each phrase that begins at this token.
    template <class Visit>
    void match(const Document& document, std::size_t at, Visit visit) const {
        const Slot* slot = find(document.tokens[at].key.folded);
        if (slot == nullptr) return;
        const std::uint64_t second = at + 1 < document.tokens.size() ? document.tokens[at + 1].key.folded : 0;
        const bool by_marks = document.tokens[at].marked || !document.without_marks;
        for (std::uint32_t i = slot->begin; i < slot->end; ++i) {
            const Entry& entry = entries_[i];
            // Most candidates fall here, without a look at the whole phrase.
            if (by_marks && entry.first_marked != document.tokens[at].key.marked) continue;
            if (entry.second_folded != 0 && entry.second_folded != second) continue;
            const Phrase& phrase = phrases_[entry.number];
            if (stands_at(document, at, phrase)) visit(std::size_t{entry.number}, phrase.words.size());
        }
    }

private:
    struct Phrase {
        std::vector<WordKey> words;
    };
    struct Slot {
        std::uint64_t first = 0;  ///< folded key of the first word; 0: free
        std::uint32_t begin = 0, end = 0;
    };
    /// A phrase among those with the same first word.
    struct Entry {
        std::uint64_t first_marked = 0;
        std::uint64_t second_folded = 0;  ///< 0: it has one word
        std::uint32_t number = 0;
    };
    [[nodiscard]] const Slot* find(std::uint64_t first) const noexcept;
    [[nodiscard]] static bool stands_at(const Document& document, std::size_t at,
                                        const Phrase& phrase) noexcept;

    std::vector<Phrase> phrases_;
    std::vector<Entry> entries_;  ///< sorted by the folded key of the first word
    std::vector<Slot> slots_;     ///< open addressing, a power of two long
    std::vector<std::pair<std::uint64_t, std::uint32_t>> known_;  ///< hash of a phrase and its number, sorted
};

}  // namespace hotline::redaction
