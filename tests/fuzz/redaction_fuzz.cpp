// Any bytes as a complaint: no crash, spans sorted and disjoint, nothing outside of them changed.

#include "server/redaction/redactor.hpp"
#include "server/redaction/text.hpp"
#include "tests/fuzz/require.hpp"

using namespace hotline;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const auto redactor = redaction::Redactor::built_in();
    const auto result = redactor.redact(as_text({data, size}));
    if (!result) return 0;
    const std::string_view text = result->normalized_text.expose_text();
    const auto byte_of = [&](std::size_t point) { return redaction::byte_of_code_point(text, point); };
    std::string_view rest = result->redacted_text;
    std::size_t last = 0;
    for (const redaction::Span& span : result->spans) {
        fuzz::require(last <= span.start && span.start < span.end);
        const std::string_view kept = text.substr(byte_of(last), byte_of(span.start) - byte_of(last));
        fuzz::require(rest.starts_with(kept));
        rest.remove_prefix(kept.size());
        const auto token_end = rest.find(']');
        fuzz::require(rest.starts_with('[') && token_end != std::string_view::npos);
        rest.remove_prefix(token_end + 1);
        last = span.end;
    }
    fuzz::require(rest == text.substr(byte_of(last)));
    return 0;
}
