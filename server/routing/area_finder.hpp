#pragma once

#include "server/redaction/phrase_index.hpp"
#include "server/routing/directory.hpp"

namespace hotline::routing {

/// Finds the area a text speaks of by its names: new, old and short ones of the directory.
class AreaFinder {
public:
    /// Borrows nothing: areas are known by their place in the directory.
    explicit AreaFinder(const Directory& directory);

    /// The index of the area in the directory; none when no name stands in the text. A name behind the word
    /// for ward or commune weighs more than a bare one, and that more than an abbreviation; of equals the
    /// first in the text wins. The middle of a person's name is no area.
    [[nodiscard]] std::optional<std::size_t> find(const redaction::Document& document) const;

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
