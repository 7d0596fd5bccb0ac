// Any bytes as the body of POST /v1/cases: no crash, bounded work, and what is accepted keeps the form's
// bounds while what is refused says where and repeats nothing of the body but plain words.

#include "server/api/complaint_form.hpp"
#include "server/redaction/text.hpp"
#include "tests/fuzz/require.hpp"

#include <algorithm>

using namespace hotline;

namespace {

bool is_quiet(std::string_view pointer) {
    return pointer.size() <= 128 &&
           std::ranges::none_of(pointer, [](char c) { return c == ' ' || c == '@'; });
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    flow::Complaint complaint;
    const std::vector<http::FieldError> errors = api::read_complaint(as_text({data, size}), complaint);
    fuzz::require(errors.size() <= 32);
    for (const http::FieldError& error : errors) {
        fuzz::require(is_quiet(error.pointer));
        fuzz::require(!error.detail.empty());
    }
    if (!errors.empty()) return 0;
    const std::size_t characters = redaction::count_code_points(complaint.text.expose_text());
    fuzz::require(characters >= 1 && characters <= api::kMostCharacters);
    fuzz::require(complaint.text.expose_text().find('\0') == std::string_view::npos);
    return 0;
}
