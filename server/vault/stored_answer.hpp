#pragma once

#include "crypto/keys.hpp"

namespace hotline::vault {

/// An answer kept for its Idempotency-Key, sealed under a key that only the client's own header gives.
/// @param id  what the row is found by; binds the answer to its row
[[nodiscard]] Bytes seal_answer(const crypto::DataKey& key, const Hash32& id, std::string_view answer);
/// Errors: bad_key, bad_signature, bad_format.
[[nodiscard]] Result<SecretBytes> open_answer(const crypto::DataKey& key, const Hash32& id, ByteView sealed);

}  // namespace hotline::vault
