#include "server/redaction/names.hpp"

namespace hotline::redaction {

namespace {

constexpr Terms kContactKeys{Term::key_phone, Term::key_birth, Term::key_id, Term::key_insurance,
                             Term::home_cue};

bool is_bracket_or_colon(const Token& token) {
    return token.is_sign(':') || token.is_sign('"') || token.is_sign('(') || token.is_sign(U'“') ||
           token.is_sign('-') || token.is_sign(U'–');
}

/// The token before `begin`, over at most two colons, brackets or quotes; `none` at the start of a sentence.
std::size_t token_before(const Reading& reading, std::size_t begin, std::size_t none) {
    std::size_t at = begin;
    for (int skipped = 0; skipped < 3; ++skipped) {
        if (at == 0 ||
            (reading.sentence_begins(at) && skipped == 0 && reading.token(at - 1).kind != TokenKind::sign))
            return none;
        --at;
        if (!is_bracket_or_colon(reading.token(at))) return reading.token(at).is_word() ? at : none;
    }
    return none;
}

/// "là" with a word for a person a little before: "người thuê nhà tôi là".
bool is_linked_cue(const Reading& reading, std::size_t at) {
    static const std::uint64_t kIs = [] {
        WordHasher hasher;
        for (const char32_t c : std::u32string_view(U"là")) hasher.add(char_info(c));
        return hasher.key().marked;
    }();
    if (reading.token(at).key.marked != kIs) return false;
    constexpr std::size_t kReach = 5;
    for (std::size_t back = 1; back <= kReach && back <= at; ++back) {
        if (reading.sentence_begins(at - back + 1)) return false;
        if (reading.note(at - back).covers.any({Term::honorific, Term::owner_cue, Term::name_cue}))
            return true;
    }
    return false;
}

bool behind_a_name(const Reading& reading, const Findings& findings, std::size_t begin) {
    if (begin < 2 || reading.token(begin).line_before) return false;
    const Token& sign = reading.token(begin - 1);
    const bool comma = sign.is_sign(',') || sign.is_sign(';') || sign.is_sign('(');
    const bool and_word =
        reading.note(begin - 1).covers.any(Term::stop) && sign.is_word() && sign.length() == 2;
    if (!comma && !and_word) return false;
    const Span* span = findings.ending_at(reading.token(begin - 2).end);
    return span != nullptr && span->type == SpanType::name;
}

bool contact_follows(const Reading& reading, const Findings& findings, std::size_t end) {
    constexpr std::size_t kReach = 4;
    for (std::size_t at = end; at < reading.size() && at < end + kReach; ++at) {
        const Token& token = reading.token(at);
        if (!findings.is_free(token.begin, token.end)) return true;
        if (token.is_word() && reading.note(at).starts.any(kContactKeys)) return true;
        if (token.is_word() || token.is_sign('.') || token.is_sign(';')) return false;
    }
    return false;
}

bool stands_alone(const Reading& reading, std::size_t begin, std::size_t end) {
    const bool starts = reading.token(begin).line_before || (begin > 0 && reading.sentence_begins(begin)) ||
                        (begin > 0 && is_bracket_or_colon(reading.token(begin - 1)));
    const bool ends = end == reading.size() || reading.token(end).line_before ||
                      (reading.token(end).is_sign('.') && end + 1 == reading.size()) ||
                      reading.token(end).is_sign('|') || reading.token(end).is_sign('-') ||
                      reading.token(end).is_sign(U'–');
    return starts && ends && begin > 0;
}

/// Words that may stand between a name and the office behind it.
bool is_link(const Token& token) {
    return token.is_sign(',') || token.is_sign('(') || token.is_sign('-') || token.is_sign(U'–');
}

bool office_behind(const Reading& reading, std::size_t end) {
    std::size_t at = end;
    if (at < reading.size() && is_link(reading.token(at))) ++at;
    const bool linked = at != end;
    for (int words = 0; at < reading.size() && words < 3; ++words, ++at) {
        if (!reading.token(at).is_word() || (at != end && reading.sentence_begins(at))) return false;
        const Note& note = reading.note(at);
        if (note.starts.any(Term::role)) {
            std::size_t last = at;
            while (last + 1 < reading.size() && reading.note(last + 1).covers.any(Term::role)) ++last;
            for (std::size_t next = last + 1; next < reading.size() && next < last + 3; ++next) {
                if (reading.note(next).starts.any(Term::private_boss)) return false;
            }
            return linked || words > 0 || last > at;  // "cô Loan cán bộ một cửa"
        }
        // "là", "hiện là", "nguyên"
        if (!note.covers.any(Term::stop)) return false;
    }
    return false;
}

bool office_before(const Reading& reading, std::size_t begin) {
    constexpr int kReach = 12;
    std::size_t at = begin;
    for (int steps = 0; at > 0 && steps < kReach; ++steps) {
        if (reading.sentence_begins(at)) return false;
        --at;
        const Token& token = reading.token(at);
        const Note& note = reading.note(at);
        if (note.ends.any(Term::role)) return true;
        const bool body =
            note.covers.any({Term::place_word, Term::organisation, Term::ward, Term::place_name});
        const bool link =
            note.covers.any({Term::honorific, Term::name_cue}) || token.is_sign('(') || token.is_sign(':');
        if (!body && !link && !(token.is_word() && token.capital)) return false;
    }
    return false;
}

}  // namespace

NameCues cues_around(const Reading& reading, const Findings& findings, std::size_t begin, std::size_t end) {
    NameCues cues;
    const std::size_t before = token_before(reading, begin, begin);
    if (before != begin) {
        const Terms ends = reading.note(before).ends;
        cues.honorific = ends.any(Term::honorific) && before + 1 == begin;
        cues.self = ends.any(Term::self_cue);
        cues.named = ends.any(Term::name_cue);
        cues.owner = ends.any(Term::owner_cue);
        if (is_linked_cue(reading, before)) cues.named = true;
        if (cues.honorific && before > 0 && reading.note(before - 1).ends.any({Term::self_cue}) &&
            !reading.sentence_begins(before))
            cues.self = true;
    }
    cues.list = behind_a_name(reading, findings, begin);
    cues.contact = contact_follows(reading, findings, end);
    cues.speaks =
        end < reading.size() && !reading.sentence_begins(end) && reading.note(end).starts.any(Term::speech);
    cues.alone = stands_alone(reading, begin, end);
    return cues;
}

bool in_public_role(const Reading& reading, std::size_t begin, std::size_t end) {
    return office_behind(reading, end) || office_before(reading, begin);
}

}  // namespace hotline::redaction
