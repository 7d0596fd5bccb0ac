// Any text as a proof file: no crash, one text for one meaning, and it holds for no leaf but the real one.

#include "tests/fuzz/fixed_keys.hpp"
#include "tests/fuzz/require.hpp"

using namespace hotline;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const auto verifiers = fuzz::log_and_witness();
    const std::string_view text = as_text({data, size});

    const auto proof = crypto::parse_proof(text);
    if (!proof) return 0;
    fuzz::require(crypto::format_proof(*proof) == text);
    fuzz::require(!crypto::verify_proof(*proof, as_bytes("forged"), verifiers));
    const auto checkpoint = crypto::verify_proof(*proof, as_bytes("leaf 0"), verifiers);
    fuzz::require(!checkpoint || (proof->index == 0 && checkpoint->size == 2));
    return 0;
}
