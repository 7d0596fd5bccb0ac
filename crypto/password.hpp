#pragma once

#include "crypto/envelope.hpp"

#include <string_view>

namespace hotline::crypto {

/// Argon2id13 cost, stored with each slot.
struct PasswordCost {
    std::uint32_t passes = 3;
    std::uint32_t memory_kib = 128 * 1024;
    auto operator<=>(const PasswordCost&) const = default;
};

using KeyEncryptionKey = DataKey;  ///< 32 bytes; seals a user's secrets in ENV

struct PasswordKeys {
    Hash32 auth;           ///< stored; proves the password
    KeyEncryptionKey kek;  ///< never stored; opens the user's secret keys
};

/// One Argon2id run (security.md, "Passwords and sessions"):
/// m[64]; auth = BLAKE2b-256(key = m[0..31], "1022/auth/v1"); kek = BLAKE2b-256(key = m[32..63],
/// "1022/kek/v1" ‖ user).
/// @param password_nfc UTF-8 in NFC: the caller normalises, since the same password typed on two systems
/// differs. Errors: bad_input (cost outside 1..16 passes, 8 MiB..1 GiB), busy (no memory).
[[nodiscard]] Result<PasswordKeys> derive_password_keys(std::string_view password_nfc, const Salt16& salt,
                                                        const UserId& user, const PasswordCost& cost);

}  // namespace hotline::crypto
