#include "server/redaction/lexicon.hpp"

#include <algorithm>
#include <array>
#include <optional>

namespace hotline::redaction {

namespace {

constexpr std::array<std::string_view, static_cast<std::size_t>(Term::count_)> kTermNames{
    "surname",      "surname_rare", "middle",          "given",        "birth_order",   "honorific",
    "famous",       "place_name",   "place_word",      "organisation", "role",          "private_boss",
    "name_cue",     "self_cue",     "owner_cue",       "speech",       "stop",          "street",
    "home_unit",    "home_cue",     "home_weak",       "ward",         "grade",         "key_phone",
    "key_landline", "key_public",   "key_id",          "key_passport", "key_insurance", "key_tax",
    "key_number",   "topic_tax",    "topic_insurance", "key_bank",     "key_none",      "money_unit",
    "key_birth",    "not_birth",    "key_nick",        "key_vehicle",  "bank_name",     "digit",
    "tens"};

std::optional<Term> term_named(std::string_view name) {
    const auto* const found = std::ranges::find(kTermNames, name);
    if (found == kTermNames.end()) return std::nullopt;
    return static_cast<Term>(found - kTermNames.begin());
}

std::string_view trim(std::string_view text) {
    const auto begin = text.find_first_not_of(" \t\r");
    if (begin == std::string_view::npos) return {};
    return text.substr(begin, text.find_last_not_of(" \t\r") - begin + 1);
}

/// Calls `visit` with each piece of `text` between separators.
template <class Visit>
void split(std::string_view text, char separator, Visit visit) {
    while (true) {
        const auto end = text.find(separator);
        visit(text.substr(0, end));
        if (end == std::string_view::npos) return;
        text.remove_prefix(end + 1);
    }
}

}  // namespace

Result<void> Lexicon::add(std::string_view phrase, Term term, std::uint8_t digit) {
    const auto number = phrases_.add(phrase);
    if (!number) return number.error();
    meanings_.resize(std::max(meanings_.size(), *number + 1));
    meanings_[*number].terms.add(term);
    if (term == Term::digit) meanings_[*number].digit = digit;
    return {};
}

Result<void> Lexicon::read(std::string_view file_name, std::string_view content) {
    std::optional<Term> term;
    std::size_t number = 0;
    std::string fault;
    split(content, '\n', [&](std::string_view raw) {
        ++number;
        const std::string_view line = trim(raw);
        if (line.empty() || line.starts_with('#') || !fault.empty()) return;
        if (line.starts_with('[')) {
            term = line.ends_with(']') ? term_named(line.substr(1, line.size() - 2)) : std::nullopt;
            if (!term) fault = "unknown class of words in line " + std::to_string(number);
            return;
        }
        split(line, ',', [&](std::string_view part) {
            std::string_view phrase = trim(part);
            std::uint8_t digit = 0;
            if (term == Term::digit && phrase.size() > 2 && phrase[phrase.size() - 2] == '=') {
                digit = static_cast<std::uint8_t>(phrase.back() - '0');
                phrase.remove_suffix(2);
            }
            if (!term || !add(phrase, *term, digit))
                fault = "not a list of phrases in line " + std::to_string(number);
        });
    });
    if (!fault.empty()) return fail(Errc::bad_format, std::string(file_name) + ": " + fault);
    return {};
}

WipedVector<Note> Lexicon::annotate(const Document& document) const {
    WipedVector<Note> notes(document.tokens.size());
    for (std::size_t at = 0; at < document.tokens.size(); ++at) {
        if (!document.tokens[at].is_word()) continue;
        phrases_.match(document, at, [&](std::size_t number, std::size_t words) {
            const Meaning& meaning = meanings_[number];
            notes[at].starts.add(meaning.terms);
            notes[at + words - 1].ends.add(meaning.terms);
            for (std::size_t k = at; k < at + words; ++k) notes[k].covers.add(meaning.terms);
            if (meaning.terms.any(Term::digit)) notes[at].digit = meaning.digit;
        });
    }
    return notes;
}

}  // namespace hotline::redaction
