#pragma once

#include "server/redaction/lexicon.hpp"

#include <algorithm>

namespace hotline::redaction {

/// A text with the lexicon's notes, as the detectors see it. Borrows both.
struct Reading {
    const Document& document;
    const WipedVector<Note>& notes;

    [[nodiscard]] std::size_t size() const noexcept { return document.tokens.size(); }
    [[nodiscard]] const Token& token(std::size_t at) const noexcept { return document.tokens[at]; }
    [[nodiscard]] const Note& note(std::size_t at) const noexcept { return notes[at]; }

    /// A full stop, a question mark, a semicolon or a line break stands between this token and the one
    /// before.
    [[nodiscard]] bool sentence_begins(std::size_t at) const noexcept {
        if (at == 0 || token(at).line_before) return true;
        const Token& before = token(at - 1);
        const bool stop =
            before.is_sign('.') || before.is_sign('?') || before.is_sign('!') || before.is_sign(';');
        // "P. Cao Lãnh", "tp. Mỹ Tho": a stop behind a short word is an abbreviation.
        const bool abbreviation = before.is_sign('.') && at >= 2 && !before.space_before &&
                                  token(at - 2).is_word() && token(at - 2).length() <= 2 &&
                                  !token(at - 2).marked && token(at - 2).capital;
        return stop && token(at).space_before && !abbreviation;
    }
    /// This word follows the one before it with nothing but a space between.
    [[nodiscard]] bool adjoins(std::size_t at) const noexcept {
        return at > 0 && token(at - 1).is_word() && token(at).is_word() && !token(at).line_before &&
               token(at).space_before;
    }
};

/// The spans found so far; a character belongs to at most one.
class Findings {
public:
    explicit Findings(std::size_t points) : owners_(points, 0) {}

    [[nodiscard]] bool is_free(std::size_t begin, std::size_t end) const noexcept;
    /// Adds a span unless a character of it is taken. `detector` has static storage.
    bool add(std::size_t begin, std::size_t end, SpanType type, float confidence, std::string_view detector);
    /// Drops the names that share a character with [begin, end): a home may hold what looked like a name.
    void drop_names(std::size_t begin, std::size_t end);
    /// The span that ends at this code point, or null; the pointer lives until the next change.
    [[nodiscard]] const Span* ending_at(std::size_t point) const noexcept;
    /// The span that holds this code point, or null; likewise.
    [[nodiscard]] const Span* covering(std::size_t point) const noexcept;
    /// In the order of finding; dropped ones are empty.
    [[nodiscard]] const std::vector<Span>& spans() const noexcept { return spans_; }
    /// All spans in the order of the text.
    [[nodiscard]] std::vector<Span> sorted() &&;

private:
    WipedVector<std::uint32_t> owners_;  ///< for each code point: 1 + index of its span, or 0
    std::vector<Span> spans_;
};

/// The detectors, in the order in which they claim characters. Each is one pass over the text with bounded
/// looks around.
void find_emails(const Reading& reading, Findings& findings);
void find_handles(const Reading& reading, Findings& findings);
void find_plates(const Reading& reading, Findings& findings);
void find_births(const Reading& reading, Findings& findings);
void find_numbers(const Reading& reading, Findings& findings);
void find_spoken_numbers(const Reading& reading, Findings& findings);

}  // namespace hotline::redaction
