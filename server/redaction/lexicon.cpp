#include "server/redaction/lexicon.hpp"

#include "server/redaction/text.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <optional>

namespace hotline::redaction {

namespace {

constexpr std::array<std::string_view, static_cast<std::size_t>(Term::count_)> kTermNames{
    "surname",    "surname_rare", "middle",       "given",         "birth_order", "honorific",
    "famous",     "place_name",   "place_word",   "organisation",  "role",        "private_boss",
    "name_cue",   "self_cue",     "owner_cue",    "speech",        "stop",        "street",
    "home_unit",  "home_cue",     "home_weak",    "ward",          "key_phone",   "key_landline",
    "key_public", "key_id",       "key_passport", "key_insurance", "key_tax",     "key_bank",
    "key_none",   "key_birth",    "not_birth",    "key_nick",      "key_vehicle", "bank_name",
    "digit",      "tens"};

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

bool spelled_alike(const Document& document, const Token& token, const WordKey& word) {
    if (token.key.marked == word.marked) return true;
    return document.without_marks && !token.marked && token.key.folded == word.folded;
}

}  // namespace

Result<void> Lexicon::add(std::string_view text, Term term, std::uint8_t digit) {
    Phrase phrase;
    phrase.terms = term;
    phrase.digit = digit;
    const Document words = take_apart(text);
    for (const Token& token : words.tokens) {
        if (!token.is_word()) return fail(Errc::bad_format, "a phrase of letters only, please");
        phrase.words.push_back(token.key);
    }
    if (phrase.words.empty()) return fail(Errc::bad_format, "an empty phrase");
    phrases_.push_back(std::move(phrase));
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
            const auto nfc = to_nfc(phrase);
            if (!term || !nfc || !add(nfc->expose_text(), *term, digit))
                fault = "not a list of phrases in line " + std::to_string(number);
        });
    });
    if (!fault.empty()) return fail(Errc::bad_format, std::string(file_name) + ": " + fault);
    build_slots();
    return {};
}

void Lexicon::build_slots() {
    const auto first = [](const Phrase& phrase) { return phrase.words.front().folded; };
    std::ranges::sort(phrases_, {}, first);
    slots_.assign(std::bit_ceil(phrases_.size() * 2 + 1), {});
    for (std::uint32_t begin = 0; begin < phrases_.size();) {
        std::uint32_t end = begin;
        while (end < phrases_.size() && first(phrases_[end]) == first(phrases_[begin])) ++end;
        std::size_t at = first(phrases_[begin]) & (slots_.size() - 1);
        while (slots_[at].first != 0) at = (at + 1) & (slots_.size() - 1);
        slots_[at] = {first(phrases_[begin]), begin, end};
        begin = end;
    }
}

const Lexicon::Slot* Lexicon::find(std::uint64_t first) const noexcept {
    for (std::size_t at = first & (slots_.size() - 1); slots_[at].first != 0;
         at = (at + 1) & (slots_.size() - 1)) {
        if (slots_[at].first == first) return &slots_[at];
    }
    return nullptr;
}

void Lexicon::note_phrases(const Document& document, std::size_t at, WipedVector<Note>& notes) const {
    const Slot* slot = find(document.tokens[at].key.folded);
    if (slot == nullptr) return;
    for (std::uint32_t i = slot->begin; i < slot->end; ++i) {
        const Phrase& phrase = phrases_[i];
        if (document.tokens.size() - at < phrase.words.size()) continue;
        bool same = true;
        for (std::size_t k = 0; same && k < phrase.words.size(); ++k) {
            const Token& token = document.tokens[at + k];
            same = token.is_word() && spelled_alike(document, token, phrase.words[k]) &&
                   (k == 0 || (token.space_before && !token.line_before));
        }
        if (!same) continue;
        const std::size_t last = at + phrase.words.size() - 1;
        notes[at].starts.add(phrase.terms);
        notes[last].ends.add(phrase.terms);
        for (std::size_t k = at; k <= last; ++k) notes[k].covers.add(phrase.terms);
        if (phrase.terms.any(Term::digit)) notes[at].digit = phrase.digit;
    }
}

WipedVector<Note> Lexicon::annotate(const Document& document) const {
    WipedVector<Note> notes(document.tokens.size());
    if (slots_.empty()) return notes;
    for (std::size_t at = 0; at < document.tokens.size(); ++at) {
        if (document.tokens[at].is_word()) note_phrases(document, at, notes);
    }
    return notes;
}

}  // namespace hotline::redaction
