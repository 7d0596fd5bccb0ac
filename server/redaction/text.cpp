#include "server/redaction/text.hpp"

#include "server/redaction/char_table.hpp"
#include "server/redaction/utf8.hpp"

#include <unicode/bytestream.h>
#include <unicode/normalizer2.h>

namespace hotline::redaction {

namespace {

/// Collects what ICU writes in memory that is wiped when it is given back.
class SecretSink final : public icu::ByteSink {
public:
    void Append(const char* bytes, std::int32_t count) override {
        collected.append(std::string_view(bytes, static_cast<std::size_t>(count)));
    }
    SecretBytes collected;
};

enum class Check { fault, nfc, unsure };

Check check(std::string_view utf8) noexcept {
    Check out = Check::nfc;
    const CharTable& table = CharTable::get();
    for (std::size_t at = 0; at < utf8.size();) {
        const char32_t c = next_code_point(utf8, at);
        if (c == kMalformed || c == 0) return Check::fault;
        if (c >= 0x300 && !table[c].nfc) out = Check::unsure;
    }
    return out;
}

}  // namespace

Result<SecretBytes> to_nfc(std::string_view utf8) {
    const Check found = check(utf8);
    if (found == Check::fault) return fail(Errc::bad_input, "not well-formed UTF-8, or a NUL");
    if (found == Check::nfc) return SecretBytes::from_text(utf8);
    UErrorCode fault = U_ZERO_ERROR;
    const icu::Normalizer2* nfc = icu::Normalizer2::getNFCInstance(fault);
    if (U_FAILURE(fault) != 0) return fail(Errc::internal, "ICU has no NFC data");
    SecretSink sink;
    const icu::StringPiece source(utf8.data(), static_cast<std::int32_t>(utf8.size()));
    nfc->normalizeUTF8(0, source, sink, nullptr, fault);
    if (U_FAILURE(fault) != 0) return fail(Errc::internal, "ICU could not normalise");
    return std::move(sink.collected);
}

std::size_t count_code_points(std::string_view utf8) noexcept {
    std::size_t count = 0;
    for (const char byte : utf8) count += (static_cast<unsigned char>(byte) & 0xC0U) != 0x80U ? 1 : 0;
    return count;
}

std::size_t byte_of_code_point(std::string_view utf8, std::size_t index) noexcept {
    std::size_t seen = 0;
    for (std::size_t at = 0; at < utf8.size(); ++at) {
        if ((static_cast<unsigned char>(utf8[at]) & 0xC0U) == 0x80U) continue;
        if (seen == index) return at;
        ++seen;
    }
    return utf8.size();
}

char32_t fold_code_point(char32_t c) noexcept {
    return char_info(c).fold;
}

char32_t lower_code_point(char32_t c) noexcept {
    return char_info(c).lower;
}

FoldedText fold_with_map(std::string_view nfc) {
    FoldedText out;
    out.text.reserve(nfc.size());
    out.sources.reserve(nfc.size());
    std::uint32_t index = 0;
    for (std::size_t at = 0; at < nfc.size(); ++index) {
        const char32_t c = next_code_point(nfc, at);
        if (c == kMalformed) break;
        if (const char32_t folded = char_info(c).fold; folded != 0) append_utf8(out.text, folded);
        out.sources.resize(out.text.size(), index);
    }
    return out;
}

std::string fold(std::string_view nfc) {
    std::string out;
    out.reserve(nfc.size());
    for (std::size_t at = 0; at < nfc.size();) {
        const char32_t c = next_code_point(nfc, at);
        if (c == kMalformed) break;
        if (const char32_t folded = char_info(c).fold; folded != 0) append_utf8(out, folded);
    }
    return out;
}

}  // namespace hotline::redaction
