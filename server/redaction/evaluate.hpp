#pragma once

#include "server/redaction/bootstrap.hpp"
#include "server/redaction/redactor.hpp"

#include <iosfwd>
#include <vector>

namespace hotline::redaction {

/// One labelled text of a file in the format of complaints.jsonl.
struct LabelledText {
    std::string id;
    std::string same_as;  ///< id of the text it repeats, or empty
    std::string text;
    std::vector<Span> spans;  ///< sorted; confidence and detector are not set
};

/// Reads a file in the format of complaints.jsonl (one JSON object a line; lines that only hold "about" are
/// skipped).
/// Errors: not_found, bad_format (names the line).
[[nodiscard]] Result<std::vector<LabelledText>> read_labelled(const std::filesystem::path& file);

/// Counts for one type; `overlap` counts a pair that shares a character and the type as found.
struct TypeScore {
    std::size_t labelled = 0;
    std::size_t found = 0;
    std::size_t exact = 0;
    std::size_t labelled_overlap = 0;  ///< labelled spans that a found span of the same type touches
    std::size_t found_overlap = 0;     ///< found spans that touch a labelled span of the same type
    std::size_t labelled_covered = 0;  ///< labelled spans wholly hidden, by spans of whatever type
};

/// One miss or false alarm, for a person to read. Holds personal data: for synthetic sets only.
struct Difference {
    std::string id;
    SpanType type = SpanType::name;
    bool missed = true;  ///< else: found and not labelled
    std::string text;    ///< with some characters on both sides
};

struct Evaluation {
    std::array<TypeScore, kSpanTypes> by_type{};
    std::size_t texts = 0;
    std::size_t words = 0;       ///< words outside all labels
    std::size_t words_over = 0;  ///< of these, words that were redacted
    std::size_t labelled_chars = 0;
    std::size_t leaked_chars = 0;  ///< labelled code points that stayed readable
    std::vector<Difference> differences;
    std::array<std::vector<ShareOf>, kSpanTypes>
        touched;                ///< for each text: labels that were touched, of all
    std::vector<ShareOf> over;  ///< for each text: words redacted without a label, of all such words
};

/// Compares what the redactor finds with the labels. Errors: bad_input when a text is not UTF-8.
[[nodiscard]] Result<Evaluation> evaluate(const Redactor& redactor, const std::vector<LabelledText>& texts);

/// Prints a table by type (precision, recall and F2, exact and overlap), leaks, over-redaction and,
/// when asked, the list of differences.
void print(std::ostream& out, const Evaluation& evaluation, bool with_differences);

}  // namespace hotline::redaction
