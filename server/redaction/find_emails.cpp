#include "server/redaction/online.hpp"

#include <optional>

namespace hotline::redaction {

namespace {

bool is_local_char(char32_t c) {
    return is_ascii_alnum(c) || c == '.' || c == '_' || c == '%' || c == '+' || c == '-';
}
bool is_domain_char(char32_t c) {
    return is_ascii_alnum(c) || c == '.' || c == '-';
}
bool is_blank(const Document& document, std::size_t at) {
    return at < document.chars.size() && document.chars[at].kind == CharKind::space;
}

struct Extent {
    std::uint32_t begin = 0, end = 0;
};

/// What "@" is written as, from `at`: "@", "(a)", "(at)", "[at]". Empty when nothing of that begins here.
std::uint32_t at_sign_length(const Document& document, std::uint32_t at) {
    static constexpr std::u32string_view kForms[] = {U"@", U"(a)", U"[a]", U"(at)", U"[at]", U"(@)"};
    for (const std::u32string_view form : kForms) {
        if (begins_with(document, at, form)) return static_cast<std::uint32_t>(form.size());
    }
    return 0;
}

std::uint32_t walk_back(const Document& document, std::uint32_t end) {
    std::uint32_t begin = end;
    while (begin > 0 && is_local_char(document.points[begin - 1])) --begin;
    while (begin < end && !is_ascii_alnum(document.points[begin])) ++begin;
    return begin;
}

std::uint32_t walk_domain(const Document& document, std::uint32_t begin) {
    std::uint32_t end = begin;
    while (end < document.points.size() && is_domain_char(document.points[end])) ++end;
    while (end > begin && !is_ascii_alnum(document.points[end - 1])) --end;
    return end;
}

/// A domain has a dot and ends in letters; people also leave ".com" away behind the well-known ones.
bool is_domain(const Document& document, Extent domain) {
    for (std::uint32_t at = domain.end; at > domain.begin; --at) {
        const char32_t c = document.points[at - 1];
        if (c == '.') return domain.end - at >= 2 && at - 1 > domain.begin;
        if (document.chars[at - 1].kind != CharKind::letter) break;
    }
    static constexpr std::u32string_view kKnown[] = {U"gmail", U"yahoo", U"hotmail", U"outlook", U"icloud"};
    return std::ranges::any_of(kKnown, [&](std::u32string_view name) {
        return domain.end - domain.begin == name.size() && begins_with(document, domain.begin, name);
    });
}

bool has_dot(const Document& document, Extent domain) {
    return std::find(document.points.begin() + domain.begin, document.points.begin() + domain.end, U'.') !=
           document.points.begin() + domain.end;
}

/// ".com", ".vn" and the like: what ends an address rather than a nick.
bool ends_like_mail(const Document& document, Extent domain) {
    static constexpr std::u32string_view kEnds[] = {U".com", U".vn", U".net", U".org", U".me", U".edu"};
    return std::ranges::any_of(kEnds, [&](std::u32string_view end) {
        return domain.end - domain.begin > end.size() && begins_with(document, domain.end - end.size(), end);
    });
}

/// What "." is written as, from `at`: ".", "[dot]", "(.)". 0 when nothing of that begins here.
std::uint32_t dot_length(const Document& document, std::uint32_t at) {
    static constexpr std::u32string_view kForms[] = {U".", U"[dot]", U"(dot)", U"(.)", U"[.]"};
    for (const std::u32string_view form : kForms) {
        if (at < document.points.size() && begins_with(document, at, form))
            return static_cast<std::uint32_t>(form.size());
    }
    return 0;
}

/// "gmail . com", "gmail[dot]com": the end of what follows a well-known name; `at` when nothing does.
std::uint32_t walk_spaced_ending(const Document& document, std::uint32_t at) {
    std::uint32_t dot = at;
    if (is_blank(document, dot)) ++dot;
    const std::uint32_t length = dot_length(document, dot);
    if (length == 0) return at;
    std::uint32_t ending = dot + length;
    if (is_blank(document, ending)) ++ending;
    for (const std::u32string_view known :
         {std::u32string_view(U"com.vn"), std::u32string_view(U"com"), std::u32string_view(U"vn")}) {
        if (begins_with(document, ending, known)) return ending + static_cast<std::uint32_t>(known.size());
    }
    return at;
}

/// The e-mail address around an at sign, one blank allowed on each side.
std::optional<Extent> around(const Document& document, std::uint32_t sign, std::uint32_t length) {
    std::uint32_t local_end = sign;
    if (local_end > 0 && is_blank(document, local_end - 1)) --local_end;
    const std::uint32_t begin = walk_back(document, local_end);
    std::uint32_t domain = sign + length;
    if (is_blank(document, domain)) ++domain;
    const std::uint32_t end = walk_domain(document, domain);
    if (begin == local_end || !is_domain(document, {domain, end})) return std::nullopt;
    const bool nick = local_end < sign && domain == sign + length;  // "tiktok @me.beo"
    if (nick && !ends_like_mail(document, {domain, end})) return std::nullopt;
    std::uint32_t last = end;
    if (const std::uint32_t spaced = walk_spaced_ending(document, end); !has_dot(document, {domain, end}))
        last = spaced;
    const bool torn = begin > 0 && document.chars[begin - 1].kind == CharKind::letter;  // "quán @ten.nguoi"
    if (torn) return std::nullopt;
    return Extent{begin, last};
}

/// "giang a còng kenghiep chấm vn": the end of a spoken domain that begins at token `at`.
std::optional<std::size_t> spoken_domain(const Reading& reading, std::size_t at) {
    std::size_t last = at;
    bool dotted = false;
    while (last + 2 < reading.size()) {
        const bool written = reading.token(last + 1).is_sign('.') && !reading.token(last + 2).space_before;
        if ((!written && !is_spoken_dot(reading, last + 1)) || reading.token(last + 2).line_before) break;
        dotted = true;
        last += 2;
    }
    return dotted ? std::optional(last) : std::nullopt;
}

void find_spoken(const Reading& reading, Findings& findings) {
    for (std::size_t at = 1; at + 2 < reading.size(); ++at) {
        if (!is_spoken_at(reading, at)) continue;
        const auto last = spoken_domain(reading, at + 2);
        if (!last) continue;
        constexpr std::size_t kMostTokens = 16;
        std::size_t first = at - 1;
        while (first > 0 && at - first < kMostTokens && !reading.token(first).space_before) --first;
        findings.add(reading.token(first).begin, reading.token(*last).end, SpanType::email, 0.9F,
                     "email.spoken");
    }
}

}  // namespace

void find_emails(const Reading& reading, Findings& findings) {
    const Document& document = reading.document;
    const auto size = static_cast<std::uint32_t>(document.points.size());
    std::uint32_t searched = 0;  // a local part is walked over once, whatever stands behind it
    for (std::uint32_t at = 0; at < size; ++at) {
        const char32_t c = document.points[at];
        if (c != '@' && c != '(' && c != '[') continue;
        const std::uint32_t length = at_sign_length(document, at);
        if (length == 0) continue;
        const auto found = around(document, at, length);
        if (!found || found->begin < searched) continue;
        searched = found->end;
        if (!is_public_address(document, found->begin, found->end))
            findings.add(found->begin, found->end, SpanType::email, 0.98F, "email.address");
    }
    find_spoken(reading, findings);
}

}  // namespace hotline::redaction
