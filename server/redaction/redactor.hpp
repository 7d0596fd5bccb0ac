#pragma once

#include "crypto/secret.hpp"
#include "server/redaction/document.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace hotline::redaction {

/// What kind of personal data a span holds; the names on the wire are those of `name_of`.
enum class SpanType : std::uint8_t {
    name,
    phone,
    id,         ///< CCCD, CMND, passport, driving licence
    insurance,  ///< BHYT, BHXH
    tax,
    plate,
    bank,
    email,
    handle,   ///< a page or account of a person
    address,  ///< the home of a private person, without phường/xã
    dob,
};
inline constexpr std::size_t kSpanTypes = 11;
inline constexpr std::array<SpanType, kSpanTypes> kAllSpanTypes{
    SpanType::name, SpanType::phone, SpanType::id,     SpanType::insurance, SpanType::tax, SpanType::plate,
    SpanType::bank, SpanType::email, SpanType::handle, SpanType::address,   SpanType::dob};

/// The name on the wire: NAME, PHONE, ID, INSURANCE, TAX, PLATE, BANK, EMAIL, HANDLE, ADDRESS, DOB.
[[nodiscard]] std::string_view name_of(SpanType type) noexcept;
/// The inverse of `name_of`. Errors: bad_input.
[[nodiscard]] Result<SpanType> span_type_from(std::string_view name);

/// One piece of personal data, in code points of the NFC text, end exclusive.
struct Span {
    std::size_t start = 0;
    std::size_t end = 0;
    SpanType type = SpanType::name;
    float confidence = 0;       ///< 0..1
    std::string_view detector;  ///< the rule that found it, e.g. "phone.mobile"; static storage
};

/// What was found in one text. Spans are sorted and disjoint.
struct Redaction {
    SecretBytes normalized_text;  ///< the NFC of the text and nothing else; wiped when it dies
    std::string redacted_text;    ///< the same with each span replaced by a token such as "[TÊN 1]"
    std::vector<Span> spans;
    Document document;  ///< normalized_text taken apart, so that routing need not do it again
};

/// Finds personal data in Vietnamese text. Immutable after loading: one object serves all threads.
/// Copies share the lexicons. Not promised: that nothing is missed; a person approves what is published.
class Redactor {
public:
    /// With the lexicons compiled into the program (server/redaction/data). Throws on a broken build only.
    [[nodiscard]] static Redactor built_in();
    /// With the lexicon files of a folder. Errors: not_found, bad_format (names the file and the line).
    [[nodiscard]] static Result<Redactor> load(const std::filesystem::path& data_folder);

    /// Time and memory grow linearly with the text. Errors: bad_input for malformed UTF-8 or a NUL.
    [[nodiscard]] Result<Redaction> redact(std::string_view utf8) const;

    struct Lexicons;

private:
    explicit Redactor(std::shared_ptr<const Lexicons> lexicons) noexcept : lexicons_(std::move(lexicons)) {}
    std::shared_ptr<const Lexicons> lexicons_;
};

}  // namespace hotline::redaction
