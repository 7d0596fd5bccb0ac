#include "server/letters/template.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <kainjow/mustache.hpp>
#include <optional>
#include <unicode/locid.h>
#include <unicode/normalizer2.h>
#include <unicode/unistr.h>

namespace hotline::letters {
namespace {

namespace mustache = kainjow::mustache;

constexpr std::size_t kMostBytes = 200'000;

/// NFC without control characters but line feeds; empty optional when the bytes are not UTF-8 or hold others.
std::optional<std::string> clean(const std::string& text) {
    if (text.size() > kMostBytes) return std::nullopt;
    UErrorCode status = U_ZERO_ERROR;
    const icu::Normalizer2* nfc = icu::Normalizer2::getNFCInstance(status);
    if (U_FAILURE(status) != 0) return std::nullopt;
    const icu::UnicodeString given = icu::UnicodeString::fromUTF8(text);
    std::string back;
    if (given.toUTF8String(back) != text) return std::nullopt;  // what was not UTF-8 comes back changed
    for (const char each : text) {
        if (static_cast<unsigned char>(each) < 0x20 && each != '\n') return std::nullopt;
    }
    const icu::UnicodeString normal = nfc->normalize(given, status);
    if (U_FAILURE(status) != 0) return std::nullopt;
    std::string out;
    return normal.toUTF8String(out);
}

/// The names in the head are set in capitals (Decree 30/2020, II.2).
std::string capitals(const std::string& text) {
    std::string out;
    return icu::UnicodeString::fromUTF8(text).toUpper(icu::Locale("vi")).toUTF8String(out);
}

/// Replaces blanks; a value is never read as a template.
std::string put_in(const std::string& text, mustache::data& values) {
    mustache::mustache page{text};
    page.set_custom_escape([](const std::string& value) { return value; });
    return page.render(values);
}

std::vector<std::string> put_in(const std::vector<std::string>& lines, mustache::data& values) {
    std::vector<std::string> out;
    for (const std::string& line : lines) {
        std::string filled = put_in(line, values);
        if (!filled.empty()) out.push_back(std::move(filled));
    }
    return out;
}

/// Lines that are not empty.
std::vector<std::string> paragraphs_of(const std::string& text) {
    std::vector<std::string> out;
    for (std::size_t from = 0; from <= text.size();) {
        const std::size_t end = std::min(text.find('\n', from), text.size());
        if (end > from) out.push_back(text.substr(from, end - from));
        from = end + 1;
    }
    return out;
}

/// "ngày 03 tháng 02 năm 2026": days below ten and the months 1 and 2 take a zero (Decree 30/2020, II.4).
std::string date_line(const Heading& heading) {
    const auto day = static_cast<unsigned>(heading.date.day());
    const auto month = static_cast<unsigned>(heading.date.month());
    const std::string month_text = month <= 2 ? fmt::format("{:02}", month) : fmt::format("{}", month);
    return fmt::format("{}, ngày {:02} tháng {} năm {}", heading.place, day, month_text,
                       static_cast<int>(heading.date.year()));
}

std::string_view note_of(Standing standing) {
    switch (standing) {
        case Standing::preview:
            return "BẢN XEM TRƯỚC – chưa phải văn bản được ban hành";
        case Standing::unsigned_:
            return "Bản này chưa được ký số";
        case Standing::signed_:
            break;
    }
    return {};
}

/// A copy of the letter whose texts are clean. Errors: bad_input (names the text).
Result<Letter> cleaned(Letter letter) {
    const std::pair<std::string_view, std::string*> texts[] = {
        {"parent_body", &letter.heading.parent_body},
        {"issuing_body", &letter.heading.issuing_body},
        {"number", &letter.heading.number},
        {"notation", &letter.heading.notation},
        {"place", &letter.heading.place},
        {"authority", &letter.signer.authority},
        {"position", &letter.signer.position},
        {"name", &letter.signer.name},
    };
    for (const auto& [name, text] : texts) {
        std::optional<std::string> good = clean(*text);
        if (!good || good->contains('\n')) return fail(Errc::bad_input, fmt::format("letter: {}", name));
        *text = *std::move(good);
    }
    for (auto& [name, text] : letter.fields) {
        std::optional<std::string> good = clean(text);
        if (!good) return fail(Errc::bad_input, fmt::format("letter: field {}", name));
        text = *std::move(good);
    }
    if (letter.heading.issuing_body.empty() || !letter.heading.date.ok())
        return fail(Errc::bad_input, "letter: issuing_body or date");
    return letter;
}

/// Errors: bad_input (names the field).
Result<void> check_fields(const std::vector<Template::Blank>& blanks, const Fields& fields) {
    for (const Template::Blank& blank : blanks) {
        const auto found = fields.find(blank.name);
        if (blank.needed && (found == fields.end() || found->second.empty()))
            return fail(Errc::bad_input, fmt::format("letter: field {} is missing", blank.name));
    }
    for (const auto& [name, value] : fields) {
        if (std::ranges::find(blanks, name, &Template::Blank::name) == blanks.end())
            return fail(Errc::bad_input, "letter: unknown field");
    }
    return {};
}

}  // namespace

Fields Template::samples() const {
    Fields out;
    for (const Blank& blank : blanks_) out.emplace(blank.name, blank.sample);
    return out;
}

Result<Document> Template::fill(const Letter& given) const {
    if (Result<void> complete = check_fields(blanks_, given.fields); !complete) return complete.error();
    Result<Letter> letter = cleaned(given);
    if (!letter) return letter.error();
    mustache::data values;
    for (const auto& [name, value] : letter->fields) {
        if (!value.empty()) values.set(name, value);
    }
    const Heading& heading = letter->heading;
    Document out;
    out.is_official_letter = is_official_letter_;
    if (!heading.parent_body.empty()) out.left_head.push_back(capitals(heading.parent_body));
    out.left_head.push_back(capitals(heading.issuing_body));
    out.number_line =
        fmt::format("Số: {}/{}", heading.number.empty() ? "        " : heading.number, heading.notation);
    out.place_and_date = date_line(heading);
    out.title = put_in(title_, values);
    out.summary = put_in(summary_, values);
    out.addressees = put_in(addressees_, values);
    out.paragraphs = paragraphs_of(put_in(body_, values));
    out.copies = put_in(copies_, values);
    out.signer = letter->signer;
    out.standing_note = note_of(letter->standing);
    out.date = heading.date;
    return out;
}

}  // namespace hotline::letters
