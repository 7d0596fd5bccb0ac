#include "storage/sqlite/account_writes.hpp"

namespace hotline::storage::sqlite {
namespace {

std::optional<ByteView> null_if_empty(const Bytes& bytes) {
    return bytes.empty() ? std::nullopt : std::optional<ByteView>(bytes);
}

}  // namespace

AccountWrites::AccountWrites(Connection& db)
    : put_second_factor_(
          db, "INSERT OR REPLACE INTO second_factors(user,secret,pending,last_step,sum) VALUES(?,?,?,?,?)"),
      drop_second_factor_(db, "DELETE FROM second_factors WHERE user=?"),
      put_recovery_slot_(
          db, "INSERT OR REPLACE INTO recovery_slots(user,secrets,confirmed,made_at,sum) VALUES(?,?,?,?,?)"),
      drop_recovery_slot_(db, "DELETE FROM recovery_slots WHERE user=?"),
      // not OR REPLACE: it would silently drop another invitation of the same name
      put_invitation_(
          db,
          "INSERT INTO invitations(user,id,username,display_name,roles,units,invited_by,token,expires_at,sum)"
          " VALUES(?,?,?,?,?,?,?,?,?,?) ON CONFLICT(user) DO UPDATE SET id=excluded.id,"
          "username=excluded.username,display_name=excluded.display_name,roles=excluded.roles,"
          "units=excluded.units,invited_by=excluded.invited_by,token=excluded.token,"
          "expires_at=excluded.expires_at,sum=excluded.sum"),
      put_activation_(
          db,
          "INSERT OR REPLACE INTO activations(user,box_key,sign_key,mac,salt,passes,memory_kib,auth,secrets,"
          "recovery,at,sum) VALUES(?,?,?,?,?,?,?,?,?,?,?,?)"),
      drop_invitation_(db, "DELETE FROM invitations WHERE user=?"),
      drop_activation_(db, "DELETE FROM activations WHERE user=?") {}

Result<void> AccountWrites::put_second_factor(const SecondFactorRow& row) {
    return put_second_factor_
        .row("second_factors", row.user, null_if_empty(row.secret), null_if_empty(row.pending), row.last_step)
        .run();
}

Result<void> AccountWrites::drop_second_factor(const UserId& user) {
    return drop_second_factor_(user).run();
}

Result<void> AccountWrites::put_recovery_slot(const RecoverySlotRow& row) {
    return put_recovery_slot_.row("recovery_slots", row.user, row.secrets, row.confirmed ? 1 : 0, row.made_at)
        .run();
}

Result<void> AccountWrites::drop_recovery_slot(const UserId& user) {
    return drop_recovery_slot_(user).run();
}

Result<void> AccountWrites::put_invitation(const InvitationRow& row) {
    return put_invitation_
        .row("invitations", row.user, row.id, row.username, row.display_name, row.roles, row.units,
             row.invited_by, row.token, row.expires_at)
        .run();
}

Result<void> AccountWrites::put_activation(const ActivationRow& row) {
    const PasswordSlot& slot = row.password;
    return put_activation_
        .row("activations", row.user, row.box_key, row.sign_key, row.mac, slot.salt, slot.cost.passes,
             slot.cost.memory_kib, slot.auth, slot.secrets, row.recovery, row.at)
        .run();
}

Result<void> AccountWrites::drop_invitation(const UserId& user) {
    if (auto done = drop_activation_(user).run(); !done) return done;
    return drop_invitation_(user).run();
}

}  // namespace hotline::storage::sqlite
