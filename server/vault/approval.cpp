#include "server/vault/approval.hpp"

namespace hotline::vault {
namespace {

constexpr std::string_view kApproveLabel = "1022/approve/v1";
constexpr crypto::WrapContext kNoteContext{CaseId{}, crypto::Compartment::note, 1};

Bytes encode(const ApprovalTerms& terms) {
    Bytes message;
    put_u64(message, terms.leaf);
    put_bytes(message, terms.case_id.view());
    put_bytes(message, terms.officer.view());
    put_u64(message, static_cast<std::uint64_t>(terms.expires_at.time_since_epoch().count()));
    return message;
}

crypto::Place note_place(const RowId& approval) {
    crypto::Place place;
    place.table = storage::place::kApprovals;
    place.column = storage::place::kText;
    place.compartment = crypto::Compartment::note;
    place.row_id = approval;
    place.row_version = 1;
    return place;
}

}  // namespace

ApprovalTerms terms_of(const storage::ApprovalRow& row) {
    return {row.leaf, row.case_id.value_or(CaseId{}), row.requester, row.expires_at};
}

crypto::Signature sign_approval(const UserKeys& approver, const ApprovalTerms& terms) {
    return crypto::sign(approver.sign.secret_key, kApproveLabel, encode(terms));
}

bool verify_approval(const crypto::SignPublicKey& approver, const ApprovalTerms& terms,
                     const crypto::Signature& signature) {
    return crypto::verify(approver, kApproveLabel, encode(terms), signature);
}

SealedNote seal_approval_note(Sealer& sealer, const KeyDirectory::UnitKey& supervisors, const RowId& approval,
                              std::string_view note) {
    const crypto::DataKey key = crypto::DataKey::random();
    return {
        sealer.wrap(supervisors, kNoteContext, key).take(),
        crypto::seal_envelope(key, note_place(approval), as_bytes(note), padding_of(kNoteContext.compartment))
            .take()};
}

Result<SecretBytes> open_approval_note(const WorkPermit& permit, crypto::WrapOpener& key,
                                       const storage::ApprovalRow& row) {
    if (permit.unit().empty()) return fail(Errc::forbidden, "spent permit");
    Result<crypto::DataKey> note_key = key.open(kNoteContext, row.note_wrap);
    if (!note_key) return note_key.error();
    return crypto::open_envelope(*note_key, note_place(row.id), row.note_envelope,
                                 padding_of(kNoteContext.compartment));
}

crypto::WrapOpener own_opener(crypto::BoxKeyPair member) {
    return crypto::WrapOpener(std::move(member));
}

}  // namespace hotline::vault
