#include "server/vault/stored_answer.hpp"

#include "crypto/envelope.hpp"
#include "storage/records.hpp"

#include <algorithm>

namespace hotline::vault {
namespace {

crypto::Place place_of(const Hash32& id) {
    crypto::Place place;
    place.table = storage::place::kIdempotency;
    place.column = storage::place::kDetails;
    place.compartment = crypto::Compartment::idempotency;
    std::copy_n(id.bytes.begin(), RowId::size, place.row_id.bytes.begin());
    place.row_version = 1;
    return place;
}

}  // namespace

Bytes seal_answer(const crypto::DataKey& key, const Hash32& id, std::string_view answer) {
    return crypto::seal_envelope(key, place_of(id), as_bytes(answer), crypto::kPadText).take();
}

Result<SecretBytes> open_answer(const crypto::DataKey& key, const Hash32& id, ByteView sealed) {
    return crypto::open_envelope(key, place_of(id), sealed, crypto::kPadText);
}

}  // namespace hotline::vault
