// Any bytes as an envelope: no crash, and only the texts of the seeds come out.

#include "crypto/envelope.hpp"
#include "tests/fuzz/fixed_keys.hpp"
#include "tests/fuzz/require.hpp"

using namespace hotline;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const auto key = fuzz::secret_named<crypto::DataKey>("data key");
    const crypto::Place place{.table = 1,
                              .column = 2,
                              .compartment = crypto::Compartment{3},
                              .case_id = {},
                              .row_id = {},
                              .row_version = 4};
    const ByteView blob(data, size);

    const auto kid = crypto::envelope_key_id(blob);
    const auto opened = crypto::open_envelope(key, place, blob, 64);
    if (!opened) return 0;
    const std::string_view text = opened->expose_text();
    fuzz::require(kid && *kid == crypto::kid_of(key));
    fuzz::require(text.empty() || text == "x" || text == std::string(64, 'a'));
    return 0;
}
