#include "server/redaction/number_context.hpp"

namespace hotline::redaction {

namespace {

constexpr int kKeyReach = 9;
constexpr int kFarReach = 18;
constexpr int kCrossedReach = 4;
/// Keys that say so much that they hold from farther away, and into a short next sentence.
constexpr Terms kFarKeys{Term::key_insurance, Term::key_tax, Term::key_id};
constexpr int kNoneReach = 4;
constexpr int kBodyReach = 14;
/// Looks back go over at most this many tokens, whatever they are.
constexpr std::size_t kMostTokens = 48;

/// In the order in which they win when several end at one word.
constexpr std::array kKeys{Term::key_none,     Term::key_insurance, Term::key_tax,   Term::key_id,
                           Term::key_passport, Term::key_bank,      Term::bank_name, Term::key_landline,
                           Term::key_public,   Term::key_phone};

std::optional<Term> key_ending(const Note& note) {
    for (const Term key : kKeys) {
        if (note.ends.any(key)) return key;
    }
    return std::nullopt;
}

bool is_person_word(const Note& note) {
    return note.covers.any({Term::honorific, Term::name_cue, Term::self_cue});
}

}  // namespace

std::optional<NumberKey> key_before(const Reading& reading, const Findings& findings, std::size_t token) {
    int words = 0;
    bool crossed = false;
    for (std::size_t at = token; at > 0 && words < kFarReach && token - at < kMostTokens; --at) {
        const std::size_t before = at - 1;
        if (reading.sentence_begins(at)) {
            if (crossed || words > kCrossedReach || reading.token(at).line_before) break;
            crossed = true;
        }
        const Token& one = reading.token(before);
        if (!findings.is_free(one.begin, one.end)) break;
        if (!one.is_word()) continue;
        if (const auto key = key_ending(reading.note(before))) {
            const bool far = crossed || words >= kKeyReach;
            const bool holds = far ? kFarKeys.any(*key) : *key != Term::key_none || words <= kNoneReach;
            if (holds) return NumberKey{*key, words};
        }
        ++words;
    }
    return std::nullopt;
}

bool belongs_to_body(const Reading& reading, std::size_t token) {
    int words = 0;
    for (std::size_t at = token; at > 0 && words < kBodyReach && token - at < kMostTokens; --at) {
        if (reading.sentence_begins(at)) return false;
        const Note& note = reading.note(at - 1);
        if (note.covers.any({Term::organisation, Term::key_public})) return true;
        if (is_person_word(note)) return false;
        words += reading.token(at - 1).is_word() ? 1 : 0;
    }
    return false;
}

bool is_money(const Reading& reading, const Run& run) {
    const Document& document = reading.document;
    const std::size_t behind = document.token_at(run.end);
    if (behind < reading.size() && reading.note(behind).starts.any(Term::money_unit)) return true;
    // 1.234.567: three digits behind every dot.
    std::size_t since_dot = 0, dots = 0;
    for (std::uint32_t at = run.begin; at < run.end; ++at) {
        if (document.chars[at].kind == CharKind::digit) {
            ++since_dot;
            continue;
        }
        const bool grouped = document.points[at] == '.' && (dots == 0 ? since_dot <= 3 : since_dot == 3);
        if (!grouped) return false;
        ++dots;
        since_dot = 0;
    }
    return dots > 0 && since_dot == 3 && run.count <= 12 && run.digit[0] != 0;
}

bool is_part_of_code(const Reading& reading, const Findings& findings, std::uint32_t begin) {
    if (begin == 0) return false;
    const Document& document = reading.document;
    std::uint32_t at = begin - 1;
    const bool dashed = document.points[at] == '-' || document.points[at] == '/' ||
                        document.points[at] == '.' || document.points[at] == '_';
    if (dashed && at > 0) --at;
    if (!findings.is_free(at, at + 1)) return false;
    const CharKind kind = document.chars[at].kind;
    if (kind == CharKind::digit) return dashed && document.points[begin - 1] != '/';
    if (kind != CharKind::letter) return false;
    const std::size_t word = document.token_at(at);
    const Terms terms = reading.note(word).ends;
    const bool known =
        terms.any({Term::key_phone, Term::key_landline, Term::key_id, Term::key_insurance, Term::key_tax,
                   Term::key_bank, Term::bank_name, Term::honorific, Term::given, Term::name_cue});
    if (known) return false;
    return reading.token(word).all_capital || reading.token(word).length() == 1 || !dashed;
}

}  // namespace hotline::redaction
