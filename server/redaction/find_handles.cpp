#include "server/redaction/online.hpp"

namespace hotline::redaction {

namespace {

constexpr std::u32string_view kHosts[] = {
    U"facebook.com/", U"fb.com/", U"fb.me/",         U"fb.watch/",    U"zalo.me/",     U"tiktok.com/",
    U"t.me/",         U"m.me/",   U"instagram.com/", U"threads.net/", U"youtube.com/", U"twitter.com/"};

/// Ends of an address on the network: blanks and closing punctuation.
bool ends_address(const Document& document, std::size_t at) {
    const CharKind kind = document.chars[at].kind;
    if (kind == CharKind::space || kind == CharKind::newline) return true;
    static constexpr std::u32string_view kEnds = U",;)(\"'<>]}“”";
    return kEnds.find(document.points[at]) != std::u32string_view::npos;
}

std::size_t address_end(const Document& document, std::size_t at) {
    while (at < document.points.size() && !ends_address(document, at)) ++at;
    while (at > 0 && (document.points[at - 1] == '.' || document.points[at - 1] == ':' ||
                      document.points[at - 1] == '!' || document.points[at - 1] == '?'))
        --at;
    return at;
}

/// Takes "https://www." and the like in front of a host into the span.
std::size_t address_begin(const Document& document, std::size_t host) {
    for (const std::u32string_view prefix :
         {std::u32string_view(U"www."), std::u32string_view(U"m."), std::u32string_view(U"https://"),
          std::u32string_view(U"http://")}) {
        if (host >= prefix.size() && begins_with(document, host - prefix.size(), prefix))
            host -= prefix.size();
    }
    return host;
}

bool letter_before(const Document& document, std::size_t at) {
    return at > 0 && (document.chars[at - 1].kind == CharKind::letter ||
                      document.chars[at - 1].kind == CharKind::digit);
}

void find_pages(const Document& document, Findings& findings) {
    for (std::size_t at = 0; at < document.points.size(); ++at) {
        const char32_t first = document.chars[at].lower;
        if (first != 'f' && first != 'z' && first != 't' && first != 'm' && first != 'i' && first != 'y')
            continue;
        for (const std::u32string_view host : kHosts) {
            if (!begins_with(document, at, host)) continue;
            const std::size_t begin = address_begin(document, at);
            const std::size_t end = address_end(document, at);
            if (letter_before(document, begin) || end <= at + host.size()) break;
            if (!is_public_address(document, begin, end))
                findings.add(begin, end, SpanType::handle, 0.97F, "handle.page");
            at = end - 1;
            break;
        }
    }
}

/// "@ten_nguoi": three or more letters, digits, dots and underscores, not inside another word.
void find_at_names(const Document& document, Findings& findings) {
    for (std::size_t at = 0; at < document.points.size(); ++at) {
        if (document.points[at] != '@' || letter_before(document, at)) continue;
        std::size_t end = at + 1;
        const auto fits = [](char32_t c) { return is_ascii_alnum(c) || c == '_' || c == '.'; };
        while (end < document.points.size() && fits(document.points[end])) ++end;
        while (end > at && document.points[end - 1] == '.') --end;
        constexpr std::size_t kShortest = 4;
        if (end - at >= kShortest && !is_public_address(document, at, end))
            findings.add(at, end, SpanType::handle, 0.93F, "handle.at_name");
        at = std::max(at, end - 1);
    }
}

/// The token behind "nick zalo em là", over words of address, "là", colons and quotes.
std::size_t skip_to_nick(const Reading& reading, std::size_t at) {
    constexpr std::size_t kMostSkipped = 4;
    for (std::size_t skipped = 0; at < reading.size() && skipped < kMostSkipped; ++skipped, ++at) {
        const Token& token = reading.token(at);
        const bool filler = token.is_word() && !token.capital &&
                            reading.note(at).covers.any({Term::honorific, Term::stop, Term::name_cue});
        const bool sign =
            token.is_sign(':') || token.is_sign('"') || token.is_sign(U'“') || token.is_sign('(');
        if (!filler && !sign) break;
    }
    return at;
}

/// Words with capitals or digits, or one word with letters and digits mixed.
std::size_t nick_end(const Reading& reading, std::size_t at) {
    constexpr std::size_t kMostWords = 5;
    constexpr std::size_t kMostTokens = 16;
    std::size_t end = at;
    for (std::size_t words = 0; end < reading.size() && end - at < kMostTokens && words < kMostWords;
         ++end, ++words) {
        const Token& token = reading.token(end);
        const bool follows = end == at || !token.line_before;
        const bool glued = end > at && !token.space_before &&
                           (token.is_sign('_') || token.is_sign('.') || token.is_sign('-') ||
                            token.is_word() || token.is_number());
        constexpr std::uint32_t kPhone = 8;  // so many digits by themselves are a telephone number
        if (token.is_number() && token.length() >= kPhone && !glued) break;
        const bool part = (token.is_word() && token.capital) || token.is_number() || glued;
        if (!follows || !part) break;
        if (glued) --words;
    }
    while (end > at && reading.token(end - 1).kind == TokenKind::sign) --end;
    return end;
}

/// "fb", "facebook" alone: the name of a page follows only behind a colon.
bool is_bare_platform(const Reading& reading, std::size_t at) {
    static const std::array<std::uint64_t, 4> kPlatforms = [] {
        std::array<std::uint64_t, 4> out{};
        std::size_t next = 0;
        for (const std::u32string_view name :
             {std::u32string_view(U"fb"), std::u32string_view(U"facebook"), std::u32string_view(U"zalo"),
              std::u32string_view(U"tiktok")}) {
            WordHasher hasher;
            for (const char32_t c : name) hasher.add(char_info(c));
            out[next++] = hasher.key().folded;
        }
        return out;
    }();
    return std::ranges::find(kPlatforms, reading.token(at).key.folded) != kPlatforms.end() &&
           at + 1 < reading.size() && reading.token(at + 1).is_sign(':');
}

void find_nicks(const Reading& reading, Findings& findings) {
    for (std::size_t at = 0; at + 1 < reading.size(); ++at) {
        const bool key = reading.note(at).ends.any(Term::key_nick) || is_bare_platform(reading, at);
        if (!key || reading.note(at + 1).covers.any(Term::key_nick)) continue;
        const std::size_t begin = skip_to_nick(reading, at + 1);
        if (begin >= reading.size() || reading.sentence_begins(begin)) continue;
        if (reading.note(begin).covers.any({Term::organisation, Term::role})) continue;  // "fb: UBND phường"
        const Token& first = reading.token(begin);
        const bool starts = first.is_word() &&
                            (first.capital ||
                             (begin + 1 < reading.size() && !reading.token(begin + 1).space_before &&
                              !reading.token(begin + 1).is_word() && !reading.token(begin + 1).is_sign(',') &&
                              !reading.token(begin + 1).is_sign('.')));
        if (!starts) continue;
        const std::size_t end = nick_end(reading, begin);
        if (end == begin) continue;
        findings.add(first.begin, reading.token(end - 1).end, SpanType::handle, 0.85F, "handle.nick");
    }
}

}  // namespace

void find_handles(const Reading& reading, Findings& findings) {
    find_pages(reading.document, findings);
    find_at_names(reading.document, findings);
    find_nicks(reading, findings);
}

}  // namespace hotline::redaction
