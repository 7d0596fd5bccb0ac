#pragma once

#include "crypto/blind_index.hpp"
#include "server/vault/permits.hpp"
#include "server/vault/sealer.hpp"

#include <optional>
#include <string_view>
#include <vector>

namespace hotline::vault {

/// One message of a case's conversation: JSON as it was sealed, and its row.
struct Message {
    RowId row;
    SecretBytes json;
};

/// Opens redacted material of a unit's cases for one request of a member. The unit's key dies with it.
class UnitReader {
public:
    UnitReader(WorkPermit permit, crypto::WrapOpener unit_key) noexcept
        : permit_(std::move(permit)), key_(std::move(unit_key)) {}

    [[nodiscard]] const crypto::Kid& kid() const noexcept { return key_.kid(); }
    [[nodiscard]] const std::string& unit() const noexcept { return permit_.unit(); }

    /// The subject line. `cached_wrap` (algorithm 03, may be empty) spares a scalar multiplication.
    /// Errors: not_found (no wrap for this unit), bad_key, bad_signature, bad_format.
    [[nodiscard]] Result<SecretBytes> subject(const storage::CaseSummary& summary, ByteView cached_wrap);
    /// A symmetric copy of the report's wrap, to be stored in the wrap cache. Errors as `subject`.
    [[nodiscard]] Result<crypto::Wrap> copy_for_cache(const storage::CaseSummary& summary);
    [[nodiscard]] Result<SecretBytes> report(const storage::CaseRecord& record);
    /// Empty when no circumstances were given.
    [[nodiscard]] Result<SecretBytes> circumstances(const storage::CaseRecord& record);
    [[nodiscard]] Result<std::vector<Message>> conversation(const storage::CaseRecord& record);
    /// Adds a message (JSON, redacted) to the conversation of `record`. Errors as `subject`.
    [[nodiscard]] Result<void> add_message(storage::CaseRecord& record, std::string_view json);

    /// Moves a case to another unit: wraps what a handling unit reads for `to`, and drops the wraps of `from`
    /// unless it is the desk. Contact keys move only when `with_contact`. Errors as `subject`.
    [[nodiscard]] Result<void> move(storage::CaseRecord& record, Sealer& sealer,
                                    const KeyDirectory::UnitKey* from, const KeyDirectory::UnitKey& to,
                                    bool with_contact);
    /// Wraps for one member's own key, to be kept apart from the case: an approval. Compartments that the
    /// case lacks are left out. Errors as `subject`.
    [[nodiscard]] Result<std::vector<storage::SealedPart>> wrap_for_member(
        const storage::CaseRecord& record, const std::vector<crypto::Compartment>& compartments,
        const crypto::BoxPublicKey& member);
    /// Gives the person of a case back to `to` and drops this unit's own wraps of it: a guess that was wrong.
    /// Errors as `subject`.
    [[nodiscard]] Result<void> hand_person_to(storage::CaseRecord& record, Sealer& sealer,
                                              const KeyDirectory::UnitKey& to);
    /// What the server would know this case by, were it a canary. Errors as `subject`.
    [[nodiscard]] Result<Hash32> canary_mark(const storage::CaseRecord& record);

private:
    Result<crypto::DataKey> data_key(const storage::CaseRecord& record, crypto::Compartment compartment);

    WorkPermit permit_;
    crypto::WrapOpener key_;
};

/// Opens personal data of one case, as its permit allows. The unit's key dies with it.
class PersonReader {
public:
    PersonReader(RevealPermit permit, crypto::WrapOpener unit_key) noexcept
        : permit_(std::move(permit)), key_(std::move(unit_key)) {}
    /// Errors: forbidden (the permit is for another case or compartment, or has ended), not_found (no such
    /// part, or no wrap for this unit), bad_key, bad_signature, bad_format.
    [[nodiscard]] Result<SecretBytes> open(const storage::CaseRecord& record, crypto::Compartment compartment,
                                           storage::Time now);
    [[nodiscard]] std::uint64_t leaf() const noexcept { return permit_.leaf(); }
    [[nodiscard]] storage::Time expires_at() const noexcept { return permit_.expires_at(); }
    /// Of every compartment opened so far: what the server would know the case by, were it a canary.
    [[nodiscard]] const std::vector<Hash32>& canary_marks() const noexcept { return marks_; }

private:
    RevealPermit permit_;
    crypto::WrapOpener key_;
    std::vector<Hash32> marks_;
};

/// What a citizen's tracking code opens: the conversation of that one case.
class CitizenReader {
public:
    /// @param permit  of the track leaf. Errors of `conversation`: bad_key (wrong code), as above.
    CitizenReader(RevealPermit permit, crypto::TrackingSecret secret) noexcept
        : permit_(std::move(permit)), secret_(std::move(secret)) {}
    [[nodiscard]] Result<std::vector<Message>> conversation(const storage::CaseRecord& record);

private:
    RevealPermit permit_;
    crypto::TrackingSecret secret_;
};
/// True when the code's secret belongs to this case: it unwraps the report's data key. Opens nothing else.
[[nodiscard]] bool code_matches(const storage::CaseRecord& record, const crypto::TrackingSecret& secret);

/// Compares phone numbers inside the vault; no number comes out.
class PhoneComparer {
public:
    /// @param sealed_index_key  row "index/phone/1" of the desk. Errors: bad_key.
    [[nodiscard]] static Result<PhoneComparer> open(IndexPermit permit, crypto::WrapOpener desk_key,
                                                    const storage::SealedSecretRow& sealed_index_key);
    /// The blind index of a number. Errors: bad_input (not a telephone number).
    [[nodiscard]] Result<std::uint32_t> token(std::string_view phone) const;
    /// The blind index of a case's contact; `storage::kNoPhoneToken` when it has no telephone number the desk
    /// may index.
    [[nodiscard]] Result<std::uint32_t> token_of(const storage::CaseRecord& record);
    /// Whether the case's contact has this number.
    [[nodiscard]] Result<bool> has_phone(const storage::CaseRecord& record, std::string_view phone);
    [[nodiscard]] std::uint64_t leaf() const noexcept { return permit_.leaf(); }

    static constexpr unsigned kTokenBits = 18;

private:
    PhoneComparer(IndexPermit permit, crypto::WrapOpener key, crypto::IndexKey index) noexcept
        : permit_(std::move(permit)), key_(std::move(key)), index_(std::move(index)) {}
    /// The normalised number of a case's contact; empty when there is none for the desk.
    Result<SecretBytes> normalized_phone(const storage::CaseRecord& record);

    IndexPermit permit_;
    crypto::WrapOpener key_;
    crypto::IndexKey index_;
};
/// Makes the index key of the desk: a random key wrapped to the desk.
[[nodiscard]] storage::SealedSecretRow make_phone_index_key(const KeyDirectory::UnitKey& desk);
inline constexpr std::string_view kPhoneIndexKey = "index/phone/1";

/// Opens the staff details of a leaf for an auditor. Errors: bad_key, bad_signature, bad_format.
[[nodiscard]] Result<SecretBytes> open_staff_details(WorkPermit& audit_permit, crypto::WrapOpener& audit_key,
                                                     const storage::EventRow& event);

}  // namespace hotline::vault
