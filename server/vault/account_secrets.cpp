#include "server/vault/account_secrets.hpp"

namespace hotline::vault {
namespace {

constexpr std::size_t kInvitationBytes = crypto::RecoverySecret::size;

crypto::Place place_of(std::uint8_t table, const UserId& user) {
    crypto::Place place;
    place.table = table;
    place.column = storage::place::kSecrets;
    place.compartment = crypto::Compartment::user;
    place.row_id.bytes = user.bytes;
    place.row_version = 1;
    return place;
}

crypto::DataKey own_key(const UserKeys& keys, std::string_view label) {
    return derive_secret<crypto::DataKey>(keys.box.secret_key.expose_secret(), {as_bytes(label)});
}

crypto::DataKey totp_key(const UserKeys& keys) {
    return own_key(keys, "1022/totp/v1");
}

crypto::DataKey invitation_key(const UserKeys& admin) {
    return own_key(admin, "1022/invitation/v1");
}

/// What the admin decided, as it must still stand when he signs it.
std::string terms_of(const storage::InvitationRow& row) {
    std::string terms;
    for (const std::string* part : {&row.username, &row.display_name, &row.roles, &row.units}) {
        terms += *part;
        terms += '\n';
    }
    return terms;
}

}  // namespace

Bytes seal_totp_secret(const UserKeys& keys, const UserId& user, const TotpSecret& secret) {
    return crypto::seal_envelope(totp_key(keys), place_of(storage::place::kSecondFactors, user),
                                 secret.expose_secret(), crypto::kPadPerson)
        .take();
}

Result<TotpSecret> open_totp_secret(const UserKeys& keys, const UserId& user, ByteView sealed) {
    Result<SecretBytes> plain = crypto::open_envelope(
        totp_key(keys), place_of(storage::place::kSecondFactors, user), sealed, crypto::kPadPerson);
    if (!plain) return plain.error();
    return TotpSecret::from(plain->expose_secret());
}

storage::RecoverySlotRow seal_recovery_slot(const UserKeys& keys, const UserId& user,
                                            const crypto::RecoverySecret& code, storage::Time now) {
    return {user, seal_user_keys(keys, crypto::recovery_key(code, user), user, crypto::Compartment::user),
            false, now};
}

Result<UserKeys> open_recovery_slot(const storage::RecoverySlotRow& row, const MemberEntry& entry,
                                    const crypto::RecoverySecret& code) {
    return open_user_keys(row.secrets, crypto::recovery_key(code, entry.id), entry,
                          crypto::Compartment::user);
}

Bytes seal_invitation(const UserKeys& admin, const storage::InvitationRow& row,
                      const crypto::RecoverySecret& invitation) {
    SecretBytes plain(invitation.expose_secret());
    plain.append(terms_of(row));
    return crypto::seal_envelope(invitation_key(admin), place_of(storage::place::kInvitations, row.user),
                                 plain.expose_secret(), crypto::kPadText)
        .take();
}

Result<crypto::RecoverySecret> open_invitation(const UserKeys& admin, const storage::InvitationRow& row) {
    Result<SecretBytes> plain = crypto::open_envelope(
        invitation_key(admin), place_of(storage::place::kInvitations, row.user), row.token, crypto::kPadText);
    if (!plain) return plain.error();
    if (plain->size() < kInvitationBytes) return fail(Errc::bad_format, "sealed invitation");
    if (plain->expose_text().substr(kInvitationBytes) != terms_of(row))
        return fail(Errc::bad_signature, "the invitation says something else than its row");
    return crypto::RecoverySecret::from(plain->expose_secret().first(kInvitationBytes));
}

Result<storage::GrantRow> pass_on_grant(const crypto::BoxKeyPair& giver, const storage::GrantRow& own,
                                        const KeyDirectory& directory, const MemberEntry& receiver) {
    Result<crypto::BoxKeyPair> unit = open_unit_pair(giver, own, directory);
    if (!unit) return unit.error();
    return make_grant(own.unit, own.unit_version, unit->secret_key, receiver.id, receiver.box_key);
}

}  // namespace hotline::vault
