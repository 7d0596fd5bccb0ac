#pragma once

#include "crypto/password.hpp"
#include "crypto/token.hpp"
#include "server/vault/key_directory.hpp"

#include <string_view>

namespace hotline::vault {

/// A member's own key pairs, in the clear. Lives inside one request, never between two.
struct UserKeys {
    crypto::BoxKeyPair box;
    crypto::SignKeyPair sign;
};

[[nodiscard]] UserKeys make_user_keys();

/// Seals the secret halves under a password's key, a recovery code's or a session token's.
[[nodiscard]] Bytes seal_user_keys(const UserKeys& keys, const crypto::DataKey& under, const UserId& user,
                                   crypto::Compartment compartment);
/// Errors: bad_key, bad_signature, bad_format; bad_key too when the pairs are not those of `entry`.
[[nodiscard]] Result<UserKeys> open_user_keys(ByteView sealed, const crypto::DataKey& under,
                                              const MemberEntry& entry, crypto::Compartment compartment);
/// Only the pair that unwraps, its public half taken from `entry`: spares two scalar multiplications of a
/// request that signs nothing. A secret that is not the entry's opens no grant. Errors as open_user_keys.
[[nodiscard]] Result<crypto::BoxKeyPair> open_user_box_keys(ByteView sealed, const crypto::DataKey& under,
                                                            const MemberEntry& entry,
                                                            crypto::Compartment compartment);

/// What one Argon2id run over a new password gave.
struct DerivedPassword {
    Salt16 salt;
    crypto::PasswordCost cost;
    crypto::PasswordKeys keys;
};
/// A password slot for these keys.
[[nodiscard]] storage::PasswordSlot seal_password_slot(const UserKeys& keys, const UserId& user,
                                                       const DerivedPassword& derived);
/// A new password slot for these keys: one Argon2id run. Errors: those of derive_password_keys.
[[nodiscard]] Result<storage::PasswordSlot> make_password_slot(const UserKeys& keys, const UserId& user,
                                                               std::string_view password_nfc,
                                                               const crypto::PasswordCost& cost);

/// Opens a unit's secret key from the member's grant; it must match the directory's public key.
/// Errors: bad_key.
[[nodiscard]] Result<crypto::WrapOpener> open_unit_key(const crypto::BoxKeyPair& member,
                                                       const storage::GrantRow& grant,
                                                       const KeyDirectory& directory);
/// The unit's key pair itself, to be passed on to another member. Errors: bad_key.
[[nodiscard]] Result<crypto::BoxKeyPair> open_unit_pair(const crypto::BoxKeyPair& member,
                                                        const storage::GrantRow& grant,
                                                        const KeyDirectory& directory);
/// Seals a unit's secret key to a member. Used by whoever holds it: init, or a lead's session.
[[nodiscard]] storage::GrantRow make_grant(std::string_view unit, std::uint32_t version,
                                           const crypto::BoxSecretKey& unit_secret, const UserId& user,
                                           const crypto::BoxPublicKey& member);

/// The signing seed of an export with what its row says (id, user, filter, time), sealed to the auditor.
/// @param row  `secret` is not looked at
[[nodiscard]] Bytes seal_export_seed(const crypto::BoxPublicKey& auditor, const crypto::SignSeed& seed,
                                     const storage::ExportRow& row);
/// Errors: bad_key; bad_signature when the row says something else than when it was made; bad_format.
[[nodiscard]] Result<crypto::SignSeed> open_export_seed(const UserKeys& keys, const storage::ExportRow& row);

}  // namespace hotline::vault
