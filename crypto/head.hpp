#pragma once

#include "crypto/envelope.hpp"

#include <array>

/// What ENV and ATT share; used inside this room only.
namespace hotline::crypto::detail {

/// Both formats begin with: letter, 01 01 00, kid8 and commit32 of the data key.
inline constexpr std::size_t kHeadBytes = 4 + 8 + 32;
using Head = std::array<std::uint8_t, kHeadBytes>;

/// A key of one use, grown from a data key.
using SubKey = SecretFixed<32, struct SubKeyTag>;
enum class SubKeyUse : std::uint8_t { envelope, attachment };

[[nodiscard]] SubKey sub_key(const DataKey& key, SubKeyUse use) noexcept;

[[nodiscard]] Head make_head(char letter, const DataKey& key) noexcept;
/// Errors: bad_format (shorter than a head, another letter, version or algorithm).
[[nodiscard]] Result<void> check_head_format(char letter, ByteView blob);
/// Errors: bad_format as above; bad_key (made under another data key).
[[nodiscard]] Result<void> check_head(char letter, const DataKey& key, ByteView blob);

/// "1022/aad/v1" 00 ‖ table ‖ column ‖ compartment ‖ case16 ‖ row16 ‖ u32 row_version ‖ head.
using AssociatedData = std::array<std::uint8_t, 12 + 3 + 16 + 16 + 4 + kHeadBytes>;
/// `head` is the first kHeadBytes of the blob.
[[nodiscard]] AssociatedData associated_data(const Place& place, ByteView head) noexcept;

}  // namespace hotline::crypto::detail
