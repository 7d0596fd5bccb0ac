#pragma once

#include "server/vault/user_keys.hpp"

#include <string_view>

namespace hotline::vault {

/// The secret that a member shares with an authenticator (RFC 4226, section 4: 160 bits).
using TotpSecret = SecretFixed<20, struct TotpSecretTag>;

/// Seals a one-time-code secret under a key of the member's own; nobody else can make or open such a blob.
[[nodiscard]] Bytes seal_totp_secret(const UserKeys& keys, const UserId& user, const TotpSecret& secret);
/// Errors: bad_key, bad_signature, bad_format.
[[nodiscard]] Result<TotpSecret> open_totp_secret(const UserKeys& keys, const UserId& user, ByteView sealed);

/// A member's secret keys under the recovery code.
[[nodiscard]] storage::RecoverySlotRow seal_recovery_slot(const UserKeys& keys, const UserId& user,
                                                          const crypto::RecoverySecret& code,
                                                          storage::Time now);
/// Errors: bad_key (a wrong code), bad_signature, bad_format.
[[nodiscard]] Result<UserKeys> open_recovery_slot(const storage::RecoverySlotRow& row,
                                                  const MemberEntry& entry,
                                                  const crypto::RecoverySecret& code);

/// The invitation under a key of the admin's own, together with what the admin wrote into the row: neither
/// can be exchanged by somebody who only writes to the database.
[[nodiscard]] Bytes seal_invitation(const UserKeys& admin, const storage::InvitationRow& row,
                                    const crypto::RecoverySecret& invitation);
/// Errors: bad_key (another admin's), bad_signature (the row says something else), bad_format.
[[nodiscard]] Result<crypto::RecoverySecret> open_invitation(const UserKeys& admin,
                                                             const storage::InvitationRow& row);

/// A unit's key for another member, out of a grant of one's own; it must match the directory's.
/// Errors: bad_key.
[[nodiscard]] Result<storage::GrantRow> pass_on_grant(const crypto::BoxKeyPair& giver,
                                                      const storage::GrantRow& own,
                                                      const KeyDirectory& directory,
                                                      const MemberEntry& receiver);

}  // namespace hotline::vault
