#include "storage/sqlite/people_writes.hpp"

#include <algorithm>

namespace hotline::storage::sqlite {

PeopleWrites::PeopleWrites(Connection& db, Pending& pending)
    : pending_(&pending),
      state_(db),
      // not OR REPLACE: it would silently drop another user of the same name
      put_user_(
          db,
          "INSERT INTO users(id,username,display_name,alias,state,entry,entry_signature,salt,passes,"
          "memory_kib,auth,secrets,sum) VALUES(?,?,?,?,?,?,?,?,?,?,?,?,?) ON CONFLICT(id) DO UPDATE SET "
          "username=excluded.username,display_name=excluded.display_name,alias=excluded.alias,"
          "state=excluded.state,entry=excluded.entry,entry_signature=excluded.entry_signature,"
          "salt=excluded.salt,passes=excluded.passes,memory_kib=excluded.memory_kib,"
          "auth=excluded.auth,secrets=excluded.secrets,sum=excluded.sum"),
      put_grant_(db, "INSERT OR REPLACE INTO grants(unit,unit_version,user,box,sum) VALUES(?,?,?,?,?)"),
      drop_grants_(db, "DELETE FROM grants WHERE user=?"),
      put_unit_key_(db,
                    "INSERT OR REPLACE INTO unit_keys(unit,version,public_key,state,entry,root_signature,"
                    "cosignatures,sum) VALUES(?,?,?,?,?,?,?,?)"),
      put_secret_(db, "INSERT OR REPLACE INTO sealed_secrets(name,recipient,box,sum) VALUES(?,?,?,?)"),
      put_session_(db,
                   "INSERT OR REPLACE INTO sessions(id,user,secrets,created_at,seen_at,proved_at,sum)"
                   " VALUES(?,?,?,?,?,?,?)"),
      touch_session_(db, "UPDATE sessions SET seen_at=? WHERE id=?"),
      whole_session_(db, "SELECT * FROM sessions WHERE id=?"),
      set_session_sum_(db, "UPDATE sessions SET sum=? WHERE id=?"),
      drop_session_(db, "DELETE FROM sessions WHERE id=?"),
      drop_sessions_of_(db, "DELETE FROM sessions WHERE user=?"),
      drop_old_sessions_(db, "DELETE FROM sessions WHERE seen_at<? OR created_at<? RETURNING 1"),
      put_fact_(db, "INSERT OR REPLACE INTO facts(key,value,sum) VALUES(?,?,?)") {}

Result<void> PeopleWrites::finish_work() {
    if (!pending_->directory_touched()) return {};
    auto& events = pending_->own().events;
    const auto leaf = std::ranges::find_if(
        events, [](const EventDraft& event) { return !event.case_id && !event.manifest; });
    if (leaf == events.end()) return {};
    const auto state = state_.hash(pending_->directory_version());
    if (!state) return state.error();
    leaf->manifest = *state;
    return {};
}

Result<void> PeopleWrites::bumping(Result<void> done) {
    if (done) pending_->bump_directory();
    return done;
}

Result<void> PeopleWrites::put_user(const UserRow& user) {
    const auto& slot = user.password;
    return bumping(put_user_
                       .row("users", user.id, user.username, user.display_name, user.alias, user.state,
                            user.entry, user.entry_signature, slot.salt, slot.cost.passes,
                            slot.cost.memory_kib, slot.auth, slot.secrets)
                       .run());
}

Result<void> PeopleWrites::put_grant(const GrantRow& grant) {
    return bumping(put_grant_.row("grants", grant.unit, grant.unit_version, grant.user, grant.box).run());
}

Result<void> PeopleWrites::drop_grants(const UserId& user) {
    return bumping(drop_grants_(user).run());
}

Result<void> PeopleWrites::put_unit_key(const UnitKeyRow& key) {
    return bumping(put_unit_key_
                       .row("unit_keys", key.unit, key.version, key.public_key, key.state, key.entry,
                            key.root_signature, key.cosignatures)
                       .run());
}

Result<void> PeopleWrites::put_sealed_secret(const SealedSecretRow& secret) {
    pending_->touch_directory();
    return put_secret_.row("sealed_secrets", secret.name, secret.recipient, secret.box).run();
}

Result<void> PeopleWrites::put_session(const SessionRow& session) {
    return put_session_
        .row("sessions", session.id, session.user, session.secrets, session.created_at, session.seen_at,
             session.proved_at)
        .run();
}

Result<void> PeopleWrites::touch_session(const crypto::SessionId& id, Time seen_at) {
    if (auto done = touch_session_(seen_at, id).run(); !done) return done;
    return refresh_sum("sessions", whole_session_, set_session_sum_, id);
}

Result<void> PeopleWrites::drop_session(const crypto::SessionId& id) {
    return drop_session_(id).run();
}

Result<void> PeopleWrites::drop_sessions_of(const UserId& user) {
    return drop_sessions_of_(user).run();
}

Result<std::uint64_t> PeopleWrites::drop_sessions_before(Time seen_before, Time created_before) {
    auto rows = drop_old_sessions_(seen_before, created_before);
    for (std::uint64_t dropped = 0;; ++dropped) {
        auto row = rows.next();
        if (!row) return row.error();
        if (!*row) return dropped;
    }
}

Result<void> PeopleWrites::put_fact(std::string_view key, std::string_view value) {
    return put_fact_.row("facts", key, value).run();
}

}  // namespace hotline::storage::sqlite
