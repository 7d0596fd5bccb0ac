#pragma once

#include "server/vault/readers.hpp"
#include "server/vault/user_keys.hpp"
#include "storage/reveal_records.hpp"

#include <string_view>

namespace hotline::vault {

/// What a supervisor signs when allowing an officer to open a case (DESIGN.md, "Approvals").
struct ApprovalTerms {
    std::uint64_t leaf = 0;  ///< of `reveal.asked`, which commits to purpose and compartments
    CaseId case_id;          ///< zero when the limit of reveals is lifted
    UserId officer;
    storage::Time expires_at{};
};
[[nodiscard]] ApprovalTerms terms_of(const storage::ApprovalRow& row);

/// Ed25519 over "1022/approve/v1" 00 ‖ u64 leaf ‖ case16 ‖ officer16 ‖ u64 expiry (Unix ms), little-endian.
[[nodiscard]] crypto::Signature sign_approval(const UserKeys& approver, const ApprovalTerms& terms);
[[nodiscard]] bool verify_approval(const crypto::SignPublicKey& approver, const ApprovalTerms& terms,
                                   const crypto::Signature& signature);

/// The officer's reason as the supervisors may read it, bound to its approval.
struct SealedNote {
    Bytes wrap, envelope;
};
[[nodiscard]] SealedNote seal_approval_note(Sealer& sealer, const KeyDirectory::UnitKey& supervisors,
                                            const RowId& approval, std::string_view note);
/// Errors: forbidden (another unit's permit), bad_key, bad_signature, bad_format.
[[nodiscard]] Result<SecretBytes> open_approval_note(const WorkPermit& permit, crypto::WrapOpener& key,
                                                     const storage::ApprovalRow& row);

/// What opens wraps that were made for this member alone.
[[nodiscard]] crypto::WrapOpener own_opener(crypto::BoxKeyPair member);

}  // namespace hotline::vault
