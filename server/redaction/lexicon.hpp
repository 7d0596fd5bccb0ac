#pragma once

#include "server/redaction/phrase_index.hpp"
#include "server/redaction/redactor.hpp"

#include <initializer_list>

namespace hotline::redaction {

/// A class of words or phrases; the names in the data files are those of `kTermNames`.
enum class Term : std::uint8_t {
    surname,       ///< family names, one syllable
    surname_rare,  ///< family names that are common words as well, or of small peoples
    middle,        ///< the middle syllable that marks a name: Thị, Văn
    given,         ///< syllables used as given names
    birth_order,   ///< Hai, Ba … Út: a name only together with another word
    honorific,     ///< words of kinship and address that stand before a name
    famous,        ///< heroes and saints whose names streets and schools bear
    place_name,    ///< provinces, towns, brands: capitalised, but no person
    place_word,    ///< words after which a capitalised word names a place or an organisation
    organisation,  ///< bodies whose telephone, tax number and account are public
    role,          ///< public offices and functions
    private_boss,  ///< words that make a director a private one: công ty, shop
    name_cue,      ///< "tên là": a name follows
    self_cue,      ///< "tôi là": the writer's own name follows
    owner_cue,     ///< "chủ quán": a name may follow
    speech,        ///< what a caller does: báo, phản ánh, hỏi
    stop,          ///< words that are never part of a name
    street,        ///< street words
    home_unit,     ///< tổ, ấp, hẻm …: part of a home address when a value follows
    home_cue,      ///< ngụ, thường trú, nhà tôi
    home_weak,     ///< ở, nhà: a home address may follow
    ward,          ///< phường, xã: where a home address ends
    grade,         ///< thương binh, bệnh binh: "3/4" behind it is a grade, no house
    key_phone,
    key_landline,  ///< máy bàn: a number without area code follows
    key_public,    ///< hotline, đường dây nóng: a public number follows
    key_id,
    key_passport,
    key_insurance,
    key_tax,
    key_number,  ///< "mã số": only the topic of the text says of what
    topic_tax,
    topic_insurance,
    key_bank,
    key_none,    ///< mã khách hàng, biên lai: the number that follows is no person's
    money_unit,  ///< đồng, triệu: the number before it is a sum
    key_birth,
    not_birth,  ///< khai sinh, học sinh: no date of birth follows
    key_nick,
    key_vehicle,
    bank_name,
    digit,  ///< spoken digits
    tens,   ///< mười, mươi, trăm, lẻ: inside spoken numbers
    count_
};
static_assert(static_cast<int>(Term::count_) <= 64);

/// A set of terms.
class Terms {
public:
    constexpr Terms() = default;
    constexpr Terms(Term term)
        : bits_(1ULL << static_cast<unsigned>(term)) {}  // NOLINT(google-explicit-constructor)
    constexpr Terms(std::initializer_list<Term> terms) {
        for (const Term term : terms) bits_ |= Terms(term).bits_;
    }
    [[nodiscard]] constexpr bool any(Terms other) const noexcept { return (bits_ & other.bits_) != 0; }
    [[nodiscard]] constexpr bool empty() const noexcept { return bits_ == 0; }
    constexpr void add(Terms other) noexcept { bits_ |= other.bits_; }

private:
    std::uint64_t bits_ = 0;
};

/// What the lexicon says of one token.
struct Note {
    Terms starts;            ///< terms of phrases that begin here
    Terms ends;              ///< terms of phrases that end here
    Terms covers;            ///< terms of phrases that this token is part of
    std::uint8_t digit = 0;  ///< value of a spoken digit
};

/// The words and phrases of the data files. Immutable after loading.
class Lexicon {
public:
    /// Adds the terms of one data file: "[term]" lines open a class, "#" lines are comments, every other
    /// line lists phrases between commas. Errors: bad_format (names the line).
    [[nodiscard]] Result<void> read(std::string_view file_name, std::string_view content);
    /// Must be called once after the last file.
    void build() { phrases_.build(); }

    /// Notes for every token of a document; each phrase is matched at most once per starting token.
    [[nodiscard]] WipedVector<Note> annotate(const Document& document) const;

private:
    struct Meaning {
        Terms terms;
        std::uint8_t digit = 0;
    };
    Result<void> add(std::string_view phrase, Term term, std::uint8_t digit);

    PhraseIndex phrases_;
    std::vector<Meaning> meanings_;  ///< by the number of the phrase
};

}  // namespace hotline::redaction
