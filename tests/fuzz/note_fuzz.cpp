// Any text as a note, a checkpoint and a verifier key: no crash, one text for one meaning, and nothing is
// accepted that the two known keys did not sign.

#include "tests/fuzz/fixed_keys.hpp"
#include "tests/fuzz/require.hpp"

using namespace hotline;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const auto verifiers = fuzz::log_and_witness();
    const std::string_view text = as_text({data, size});

    if (const auto opened = crypto::open_note(text, verifiers)) {
        fuzz::require(text.starts_with(opened->text) && !opened->verified.empty());
        fuzz::require(opened->text.starts_with("hotline.example/log1\n2\n"));
    }
    if (const auto checkpoint = crypto::parse_checkpoint(text)) {
        fuzz::require(text.starts_with(crypto::format_checkpoint(*checkpoint)));
    }
    if (const auto verifier = crypto::parse_verifier(text)) {
        fuzz::require(crypto::format_verifier(*verifier) == text);
    }
    return 0;
}
