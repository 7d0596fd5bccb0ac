#include "storage/sqlite/account_reads.hpp"

namespace hotline::storage::sqlite {
namespace {

#define HOTLINE_INVITATION_COLUMNS "user,id,username,display_name,roles,units,invited_by,token,expires_at"

Result<SecondFactorRow> read_second_factor(const Statement::Query& query) {
    RowReader in(query);
    SecondFactorRow row;
    row.user = in.fixed<UserId>();
    row.secret = in.bytes();
    row.pending = in.bytes();
    row.last_step = in.count();
    if (!in.ok()) return fail(Errc::bad_format, "stored second factor");
    return row;
}

Result<RecoverySlotRow> read_recovery_slot(const Statement::Query& query) {
    RowReader in(query);
    RecoverySlotRow row;
    row.user = in.fixed<UserId>();
    row.secrets = in.bytes();
    row.confirmed = in.integer() == 1;
    row.made_at = in.time();
    if (!in.ok()) return fail(Errc::bad_format, "stored recovery slot");
    return row;
}

Result<InvitationRow> read_invitation(const Statement::Query& query) {
    RowReader in(query);
    InvitationRow row;
    row.user = in.fixed<UserId>();
    row.id = in.fixed<Hash32>();
    row.username = in.text();
    row.display_name = in.text();
    row.roles = in.text();
    row.units = in.text();
    row.invited_by = in.fixed<UserId>();
    row.token = in.bytes();
    row.expires_at = in.time();
    if (!in.ok()) return fail(Errc::bad_format, "stored invitation");
    return row;
}

Result<ActivationRow> read_activation(const Statement::Query& query) {
    RowReader in(query);
    ActivationRow row;
    row.user = in.fixed<UserId>();
    row.box_key = in.fixed<crypto::BoxPublicKey>();
    row.sign_key = in.fixed<crypto::SignPublicKey>();
    row.mac = in.fixed<Hash32>();
    row.password.salt = in.fixed<Salt16>();
    row.password.cost.passes = in.u32();
    row.password.cost.memory_kib = in.u32();
    row.password.auth = in.fixed<Hash32>();
    row.password.secrets = in.bytes();
    row.recovery = in.bytes();
    row.at = in.time();
    if (!in.ok()) return fail(Errc::bad_format, "stored activation");
    return row;
}

}  // namespace

AccountReads::AccountReads(Connection& db)
    : second_factor_(db, "SELECT user,secret,pending,last_step FROM second_factors WHERE user=?"),
      recovery_slot_(db, "SELECT user,secrets,confirmed,made_at FROM recovery_slots WHERE user=?"),
      invitation_(db, "SELECT " HOTLINE_INVITATION_COLUMNS " FROM invitations WHERE id=?"),
      invitations_(db, "SELECT " HOTLINE_INVITATION_COLUMNS " FROM invitations ORDER BY username"),
      activation_(db,
                  "SELECT user,box_key,sign_key,mac,salt,passes,memory_kib,auth,secrets,recovery,at"
                  " FROM activations WHERE user=?") {}

Result<SecondFactorRow> AccountReads::find_second_factor(const UserId& user) {
    return read_one(second_factor_(user), read_second_factor);
}

Result<RecoverySlotRow> AccountReads::find_recovery_slot(const UserId& user) {
    return read_one(recovery_slot_(user), read_recovery_slot);
}

Result<InvitationRow> AccountReads::find_invitation(const Hash32& id) {
    return read_one(invitation_(id), read_invitation);
}

Result<std::vector<InvitationRow>> AccountReads::invitations() {
    return read_all(invitations_(), read_invitation);
}

Result<ActivationRow> AccountReads::find_activation(const UserId& user) {
    return read_one(activation_(user), read_activation);
}

}  // namespace hotline::storage::sqlite
