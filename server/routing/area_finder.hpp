#pragma once

#include "server/redaction/phrase_index.hpp"
#include "server/routing/directory.hpp"

namespace hotline::routing {

/// An area and the words that name it: tokens [begin, end).
struct FoundArea {
    std::size_t area = 0;  ///< index in the directory's areas
    std::size_t begin = 0, end = 0;
};

/// Finds the area a text speaks of by its names: new, old and short ones of the directory.
class AreaFinder {
public:
    /// Borrows nothing: areas are known by their place in the directory.
    explicit AreaFinder(const Directory& directory);

    /// None when no name stands in the text. A name behind the word
    /// for ward or commune weighs more than a bare one, and that more than an abbreviation; of equals the
    /// first in the text wins. The middle of a person's name is no area.
    [[nodiscard]] std::optional<FoundArea> find(const redaction::Document& document) const;

private:
    struct Name {
        std::size_t area = 0;
        bool abbreviation = false;
    };
    void add(std::string_view name, std::size_t area);
    [[nodiscard]] float weight_at(const redaction::Document& document, std::size_t at,
                                  const Name& name) const;

    redaction::PhraseIndex phrases_;
    std::vector<Name> names_;  ///< by the number of the phrase
    redaction::PhraseIndex ward_words_;
};

}  // namespace hotline::routing
