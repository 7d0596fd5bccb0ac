#include "server/redaction/number_context.hpp"

namespace hotline::redaction {

namespace {

/// A run of spoken digits: "không chín một, tám hai ba".
struct Spoken {
    std::size_t first = 0, last = 0;  ///< tokens
    std::vector<std::uint8_t> values;
    std::size_t words = 0;  ///< digits that are spoken, not written
    bool fuzzy = false;     ///< with "mười", "mươi": the count of digits is not exact
};

bool is_joiner(const Token& token) {
    return token.is_sign(',') || token.is_sign('.') || token.is_sign('-') || token.is_sign(U'–') ||
           token.is_sign(U'…') || token.is_sign('_') || token.is_sign('/');
}

/// Adds the digits of one token; false when it is none.
bool take(const Reading& reading, std::size_t at, Spoken& spoken) {
    constexpr std::uint32_t kMostWritten = 4;
    const Token& token = reading.token(at);
    const Note& note = reading.note(at);
    if (token.is_word() && note.covers.any(Term::digit)) {
        spoken.values.push_back(note.digit);
        ++spoken.words;
    } else if (token.is_word() && note.covers.any(Term::tens)) {
        spoken.fuzzy = true;
    } else if (token.is_number() && token.length() <= kMostWritten) {
        for (std::uint32_t i = token.begin; i < token.end; ++i)
            spoken.values.push_back(reading.document.chars[i].digit);
    } else {
        return false;
    }
    spoken.last = at;
    return true;
}

Spoken read_spoken(const Reading& reading, std::size_t first) {
    Spoken spoken;
    spoken.first = spoken.last = first;
    for (std::size_t at = first; at < reading.size(); ++at) {
        if (at > first && reading.token(at).line_before) break;
        if (take(reading, at, spoken)) continue;
        constexpr std::size_t kMostJoiners = 3;
        const bool inside = spoken.words > 0 && at - spoken.last <= kMostJoiners;
        if (!inside || !is_joiner(reading.token(at))) break;
    }
    return spoken;
}

/// "số bốn: không chín một …": what stands before the zero of a phone number is not part of it.
void drop_lead(const Reading& reading, Spoken& spoken) {
    constexpr std::size_t kMobile = 10;
    while (spoken.values.size() > kMobile && spoken.values.front() != 0 && spoken.first < spoken.last &&
           reading.token(spoken.first).is_word()) {
        spoken.values.erase(spoken.values.begin());
        ++spoken.first;
        while (is_joiner(reading.token(spoken.first))) ++spoken.first;
    }
}

SpanType type_of(const Spoken& spoken, const std::optional<NumberKey>& key) {
    if (key && key->term == Term::key_id) return SpanType::id;
    if (key && key->term == Term::key_insurance) return SpanType::insurance;
    if (key && key->term == Term::key_tax) return SpanType::tax;
    if (key && (key->term == Term::key_bank || key->term == Term::bank_name)) return SpanType::bank;
    const bool citizen = spoken.values.size() == 12 && spoken.values[0] == 0 && spoken.values[3] <= 3;
    return citizen && !spoken.fuzzy && !key ? SpanType::id : SpanType::phone;
}

}  // namespace

void find_spoken_numbers(const Reading& reading, Findings& findings) {
    constexpr std::size_t kFewest = 9;
    constexpr std::size_t kFewestAfterKey = 7;
    constexpr std::size_t kFewestSpoken = 3;
    for (std::size_t at = 0; at < reading.size();) {
        Spoken spoken = read_spoken(reading, at);
        const std::size_t next = std::max(at, spoken.last) + 1;
        if (spoken.words >= kFewestSpoken) {
            drop_lead(reading, spoken);
            const auto key = key_before(reading, findings, spoken.first);
            const std::size_t fewest = key && key->term != Term::key_none ? kFewestAfterKey : kFewest;
            if (spoken.values.size() + (spoken.fuzzy ? 2 : 0) >= fewest)
                findings.add(reading.token(spoken.first).begin, reading.token(spoken.last).end,
                             type_of(spoken, key), 0.93F, "phone.spoken");
        }
        at = next;
    }
}

}  // namespace hotline::redaction
