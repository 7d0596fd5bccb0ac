#include "server/redaction/births.hpp"

namespace hotline::redaction {

namespace {

bool is_date_sign(const Token& token) {
    return token.is_sign('/') || token.is_sign('-') || token.is_sign('.') || token.is_sign(U'–');
}

bool number_in(const Reading& reading, std::size_t at, unsigned low, unsigned high) {
    if (at >= reading.size() || !reading.token(at).is_number() || reading.token(at).length() > 4)
        return false;
    unsigned value = 0;
    for (std::uint32_t i = reading.token(at).begin; i < reading.token(at).end; ++i)
        value = value * 10 + reading.document.chars[i].digit;
    return value >= low && value <= high;
}

bool is_year(const Reading& reading, std::size_t at) {
    return number_in(reading, at, 1900, 2035);
}

bool folds_to(const Reading& reading, std::size_t at, std::u32string_view folded) {
    if (at >= reading.size() || !reading.token(at).is_word() || reading.token(at).length() != folded.size())
        return false;
    for (std::size_t i = 0; i < folded.size(); ++i) {
        if (reading.document.chars[reading.token(at).begin + i].fold != folded[i]) return false;
    }
    return true;
}

/// "17 tháng 2 năm 1968", "tháng 2 năm 1968": the token behind the date, or `at`.
std::size_t worded_date_end(const Reading& reading, std::size_t at) {
    std::size_t next = at;
    if (number_in(reading, next, 1, 31) && folds_to(reading, next + 1, U"thang")) ++next;
    if (!folds_to(reading, next, U"thang") || !number_in(reading, next + 1, 1, 12)) return at;
    next += 2;
    const bool sign =
        next < reading.size() && (is_date_sign(reading.token(next)) || reading.token(next).is_sign(','));
    if (folds_to(reading, next, U"nam") || sign) ++next;
    return is_year(reading, next) ? next + 1 : at;
}

/// "5/11/1969", "05.11.69", "12/2020": the token behind the date, or `at`.
std::size_t written_date_end(const Reading& reading, std::size_t at) {
    const auto sign = [&](std::size_t i) { return i < reading.size() && is_date_sign(reading.token(i)); };
    if (!number_in(reading, at, 1, 31) || !sign(at + 1)) return at;
    const bool day_month = number_in(reading, at + 2, 1, 12);
    if (day_month && sign(at + 3) && is_year(reading, at + 4)) return at + 5;
    const bool short_year =
        day_month && sign(at + 3) && number_in(reading, at + 4, 0, 99) && reading.token(at + 4).length() == 2;
    if (short_year) return at + 5;
    return number_in(reading, at, 1, 12) && is_year(reading, at + 2) ? at + 3 : at;
}

/// Skips "ngày", "năm", "là", colons and brackets between the keyword and the date.
std::size_t skip_to_date(const Reading& reading, std::size_t at) {
    constexpr std::size_t kMostSkipped = 4;
    for (std::size_t skipped = 0; at < reading.size() && skipped < kMostSkipped; ++skipped, ++at) {
        const Token& token = reading.token(at);
        const bool word = folds_to(reading, at, U"ngay") || folds_to(reading, at, U"nam") ||
                          folds_to(reading, at, U"la") || folds_to(reading, at, U"vao") ||
                          folds_to(reading, at, U"hoi") || folds_to(reading, at, U"ghi");
        const bool month =
            folds_to(reading, at, U"thang") && at + 2 < reading.size() && is_date_sign(reading.token(at + 2));
        if (!word && !month && !token.is_sign(':') && !token.is_sign('(') && !token.is_sign('.')) break;
    }
    return at;
}

}  // namespace

std::size_t date_end(const Reading& reading, std::size_t at) {
    if (at >= reading.size()) return at;
    if (const auto end = worded_date_end(reading, at); end != at) return end;
    if (const auto end = written_date_end(reading, at); end != at) return end;
    return is_year(reading, at) ? at + 1 : at;
}

void find_births(const Reading& reading, Findings& findings) {
    for (std::size_t at = 0; at + 1 < reading.size(); ++at) {
        if (!reading.note(at).ends.any(Term::key_birth)) continue;
        if (reading.note(at).covers.any(Term::not_birth)) continue;
        const std::size_t begin = skip_to_date(reading, at + 1);
        std::size_t end = date_end(reading, begin);
        // "sn 82": the years a caller may have been born in, as two digits
        const bool short_year = end == begin && begin < reading.size() &&
                                reading.token(begin).length() == 2 && number_in(reading, begin, 20, 99) &&
                                !folds_to(reading, begin + 1, U"tuoi");
        if (short_year) end = begin + 1;
        if (end == begin) continue;
        findings.add(reading.token(begin).begin, reading.token(end - 1).end, SpanType::dob, 0.95F,
                     "dob.keyword");
    }
}

namespace {

/// Where a date of birth may begin behind a span: over one comma, bracket or dash, or "năm".
std::size_t place_behind(const Reading& reading, const Span& span) {
    std::size_t at = reading.document.token_at(span.end);
    const std::size_t first = at;
    const bool bracket = at < reading.size() && reading.token(at).is_sign(')');
    if (bracket) ++at;  // "(0349 227 815), 1965"
    while (at < reading.size() && at < first + 3 &&
           (reading.token(at).is_sign(',') || reading.token(at).is_sign('(') ||
            reading.token(at).is_sign('-') || (!bracket && folds_to(reading, at, U"nam"))))
        ++at;
    return at;
}

bool closes(const Reading& reading, std::size_t end) {
    if (end >= reading.size() || reading.token(end).line_before) return true;
    const Token& token = reading.token(end);
    return (token.kind == TokenKind::sign && !token.is_sign('/')) ||
           reading.note(end).starts.any({Term::home_unit, Term::home_cue, Term::stop});
}

}  // namespace

void find_births_beside_names(const Reading& reading, Findings& findings) {
    const std::vector<Span> people = findings.spans();
    for (const Span& person : people) {
        if (person.type != SpanType::name && person.type != SpanType::phone && person.type != SpanType::id)
            continue;
        const std::size_t at = place_behind(reading, person);
        const std::size_t end = date_end(reading, at);
        if (end == at || reading.token(at).line_before || !closes(reading, end)) continue;
        const bool right_behind = at == reading.document.token_at(person.end);
        if (right_behind && person.type != SpanType::name) continue;
        findings.add(reading.token(at).begin, reading.token(end - 1).end, SpanType::dob, 0.9F,
                     "dob.beside_name");
    }
}

}  // namespace hotline::redaction
