// Any bytes as a wrap: no crash, and what opens gives the one data key that was ever wrapped.

#include "crypto/envelope.hpp"
#include "tests/fuzz/fixed_keys.hpp"
#include "tests/fuzz/require.hpp"

using namespace hotline;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const auto key = fuzz::secret_named<crypto::DataKey>("data key");
    static const auto citizen_key = fuzz::secret_named<crypto::WrapKey>("citizen key");
    static crypto::WrapOpener unit(fuzz::box_pair_named("unit desk"));
    const crypto::WrapContext context{
        .case_id = {}, .compartment = crypto::Compartment{3}, .data_key_version = 1};
    const ByteView blob(data, size);

    const auto head = crypto::read_wrap_head(blob);
    const auto by_unit = unit.open(context, blob);
    const auto by_citizen = crypto::open_citizen_wrap(citizen_key, crypto::Kid{}, context, blob);
    fuzz::require(head || (!by_unit && !by_citizen));
    fuzz::require(!by_unit || equal_constant_time(by_unit->expose_secret(), key.expose_secret()));
    fuzz::require(!by_citizen || equal_constant_time(by_citizen->expose_secret(), key.expose_secret()));
    return 0;
}
