#include "server/redaction/redactor.hpp"

#include "server/redaction/births.hpp"
#include "server/redaction/embedded.hpp"
#include "server/redaction/names.hpp"
#include "server/redaction/replace.hpp"
#include "server/redaction/text.hpp"

#include <fstream>
#include <iterator>
#include <stdexcept>
#include <utility>

namespace hotline::redaction {

namespace {

constexpr std::array<std::string_view, 3> kFiles{"names.txt", "places.txt", "context.txt"};

constexpr std::array<std::string_view, kSpanTypes> kNames{
    "NAME", "PHONE", "ID", "INSURANCE", "TAX", "PLATE", "BANK", "EMAIL", "HANDLE", "ADDRESS", "DOB"};

Result<std::string> read_file(const std::filesystem::path& file) {
    std::ifstream in(file, std::ios::binary);
    if (!in) return fail(Errc::not_found, "cannot read " + file.filename().string());
    return std::string(std::istreambuf_iterator<char>(in), {});
}

std::vector<Span> find_all(const Document& document, const Lexicon& lexicon) {
    const auto notes = lexicon.annotate(document);
    const Reading reading{document, notes};
    Findings findings(document.points.size());
    find_emails(reading, findings);
    find_handles(reading, findings);
    find_plates(reading, findings);
    find_births(reading, findings);
    find_numbers(reading, findings);
    find_spoken_numbers(reading, findings);
    find_names(reading, findings);
    find_births_beside_names(reading, findings);
    find_homes(reading, findings);
    return std::move(findings).sorted();
}

}  // namespace

struct Redactor::Lexicons {
    Lexicon lexicon;
};

std::string_view name_of(SpanType type) noexcept {
    return kNames[static_cast<std::size_t>(type)];
}

Result<SpanType> span_type_from(std::string_view name) {
    for (const SpanType type : kAllSpanTypes) {
        if (name_of(type) == name) return type;
    }
    return fail(Errc::bad_input, "no such type of span");
}

Redactor Redactor::built_in() {
    auto lexicons = std::make_shared<Lexicons>();
    for (const std::string_view file : kFiles) {
        const auto read = lexicons->lexicon.read(file, embedded_file(file));
        if (!read) throw std::logic_error(read.error().internal);
    }
    lexicons->lexicon.build();
    return Redactor(std::move(lexicons));
}

Result<Redactor> Redactor::load(const std::filesystem::path& data_folder) {
    auto lexicons = std::make_shared<Lexicons>();
    for (const std::string_view file : kFiles) {
        const auto content = read_file(data_folder / file);
        if (!content) return content.error();
        const auto read = lexicons->lexicon.read(file, *content);
        if (!read) return read.error();
    }
    lexicons->lexicon.build();
    return Redactor(std::move(lexicons));
}

Result<Redaction> Redactor::redact(std::string_view utf8) const {
    auto nfc = to_nfc(utf8);
    if (!nfc) return nfc.error();
    Redaction out;
    out.document = take_apart(nfc->expose_text());
    out.spans = find_all(out.document, lexicons_->lexicon);
    out.redacted_text = replace_spans(out.document, nfc->expose_text(), out.spans);
    out.normalized_text = *std::move(nfc);
    return out;
}

}  // namespace hotline::redaction
