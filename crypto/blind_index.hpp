#pragma once

#include "crypto/keys.hpp"

#include <string>
#include <string_view>

namespace hotline::crypto {

using IndexKey = SecretFixed<32, struct IndexKeyTag>;  ///< K_idx(unit, field, version)

enum class IndexField : std::uint8_t { phone = 1, citizen_id = 2, email = 3 };

/// The value as it is compared: phone → E.164 ("+84912345678", also from 11-digit numbers of before
/// 2018-09-15), ids → digits, e-mail → lower case. Errors: bad_input.
[[nodiscard]] Result<SecretBytes> normalize_for_index(IndexField field, std::string_view value);

/// The first `bits` (8..32) of BLAKE2b-256(key, "1022/bidx/v1" ‖ field ‖ norm(value)). Truncation makes
/// each token stand for several people; the rest is compared under an IndexPermit.
[[nodiscard]] std::uint32_t blind_index(const IndexKey& key, IndexField field, ByteView normalized,
                                        unsigned bits) noexcept;

}  // namespace hotline::crypto
