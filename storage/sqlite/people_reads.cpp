#include "storage/sqlite/people_reads.hpp"

namespace hotline::storage::sqlite {
namespace {

Result<GrantRow> read_grant(const Statement::Query& query) {
    RowReader in(query);
    GrantRow grant;
    grant.unit = in.text();
    grant.unit_version = in.u32();
    grant.user = in.fixed<UserId>();
    grant.box = in.bytes();
    if (!in.ok()) return fail(Errc::bad_format, "stored grant");
    return grant;
}

Result<UnitKeyRow> read_unit_key(const Statement::Query& query) {
    RowReader in(query);
    UnitKeyRow key;
    key.unit = in.text();
    key.version = in.u32();
    key.public_key = in.fixed<crypto::BoxPublicKey>();
    key.state = in.enumerator(KeyState::retired);
    key.entry = in.bytes();
    key.root_signature = in.fixed<crypto::Signature>();
    key.cosignatures = in.bytes();
    if (!in.ok()) return fail(Errc::bad_format, "stored unit key");
    return key;
}

Result<SealedSecretRow> read_secret(const Statement::Query& query) {
    RowReader in(query);
    SealedSecretRow secret;
    secret.name = in.text();
    secret.recipient = in.bytes();
    secret.box = in.bytes();
    return secret;
}

Result<SessionRow> read_session(const Statement::Query& query) {
    RowReader in(query);
    SessionRow session;
    session.id = in.fixed<crypto::SessionId>();
    session.user = in.fixed<UserId>();
    session.secrets = in.bytes();
    session.created_at = in.time();
    session.seen_at = in.time();
    session.proved_at = in.time();
    session.mac = in.fixed<Hash32>();
    if (!in.ok()) return fail(Errc::bad_format, "stored session");
    return session;
}

Result<IdempotencyRow> read_idempotency(const Statement::Query& query) {
    RowReader in(query);
    IdempotencyRow row;
    row.id = in.fixed<Hash32>();
    row.fingerprint = in.fixed<Hash32>();
    row.case_id = in.optional_fixed<CaseId>();
    row.leaf = in.count();
    row.answer = in.bytes();
    row.at = in.time();
    if (!in.ok()) return fail(Errc::bad_format, "stored idempotency row");
    return row;
}

Result<ExportRow> read_export(const Statement::Query& query) {
    RowReader in(query);
    ExportRow row;
    row.id = in.fixed<RowId>();
    row.user = in.fixed<UserId>();
    row.leaf = in.count();
    row.tree_size = in.count();
    row.filter_json = in.text();
    row.secret = in.bytes();
    row.at = in.time();
    if (!in.ok()) return fail(Errc::bad_format, "stored export");
    return row;
}

}  // namespace

Result<UserRow> read_user(const Statement::Query& query) {
    RowReader in(query);
    UserRow user;
    user.id = in.fixed<UserId>();
    user.username = in.text();
    user.display_name = in.text();
    user.alias = in.text();
    user.state = in.enumerator(UserState::removed);
    user.entry = in.bytes();
    user.entry_signature = in.fixed<crypto::Signature>();
    user.password.salt = in.fixed<Salt16>();
    user.password.cost.passes = in.u32();
    user.password.cost.memory_kib = in.u32();
    user.password.auth = in.fixed<Hash32>();
    user.password.secrets = in.bytes();
    if (!in.ok()) return fail(Errc::bad_format, "stored user");
    return user;
}

PeopleReads::PeopleReads(Connection& db)
    : user_by_name_(db, "SELECT " HOTLINE_USER_COLUMNS " FROM users WHERE username=?"),
      user_by_id_(db, "SELECT " HOTLINE_USER_COLUMNS " FROM users WHERE id=?"),
      users_(db, "SELECT " HOTLINE_USER_COLUMNS " FROM users ORDER BY username"),
      grants_by_user_(
          db, "SELECT unit,unit_version,user,box FROM grants WHERE user=? ORDER BY unit,unit_version"),
      grants_by_unit_(
          db, "SELECT unit,unit_version,user,box FROM grants WHERE unit=? ORDER BY unit_version,user"),
      unit_keys_(db,
                 "SELECT unit,version,public_key,state,entry,root_signature,cosignatures FROM unit_keys"
                 " ORDER BY unit,version"),
      secrets_(db, "SELECT name,recipient,box FROM sealed_secrets WHERE name=? ORDER BY recipient"),
      session_(db, "SELECT id,user,secrets,created_at,seen_at,proved_at,mac FROM sessions WHERE id=?"),
      sessions_by_user_(db,
                        "SELECT id,user,secrets,created_at,seen_at,proved_at,mac FROM sessions WHERE user=?"
                        " ORDER BY created_at,id"),
      idempotency_(db, "SELECT id,fingerprint,case_id,leaf,answer,at FROM idempotency WHERE id=?"),
      export_(db, "SELECT id,user,leaf,tree_size,filter_json,secret,at FROM exports WHERE id=?"),
      fact_(db, "SELECT value FROM facts WHERE key=?"),
      directory_(db, "SELECT version FROM directory WHERE one=1") {}

Result<UserRow> PeopleReads::find_user(std::string_view username) {
    return read_one(user_by_name_(username), read_user);
}

Result<UserRow> PeopleReads::find_user(const UserId& id) {
    return read_one(user_by_id_(id), read_user);
}

Result<std::vector<UserRow>> PeopleReads::all_users() {
    return read_all(users_(), read_user);
}

Result<std::vector<GrantRow>> PeopleReads::grants_of(const UserId& user) {
    return read_all(grants_by_user_(user), read_grant);
}

Result<std::vector<GrantRow>> PeopleReads::grants_to(std::string_view unit) {
    return read_all(grants_by_unit_(unit), read_grant);
}

Result<std::vector<UnitKeyRow>> PeopleReads::unit_keys() {
    return read_all(unit_keys_(), read_unit_key);
}

Result<std::vector<SealedSecretRow>> PeopleReads::sealed_secrets(std::string_view name) {
    return read_all(secrets_(name), read_secret);
}

Result<SessionRow> PeopleReads::find_session(const crypto::SessionId& id) {
    return read_one(session_(id), read_session);
}

Result<std::vector<SessionRow>> PeopleReads::sessions_of(const UserId& user) {
    return read_all(sessions_by_user_(user), read_session);
}

Result<IdempotencyRow> PeopleReads::find_idempotency(const Hash32& id) {
    return read_one(idempotency_(id), read_idempotency);
}

Result<ExportRow> PeopleReads::find_export(const RowId& id) {
    return read_one(export_(id), read_export);
}

Result<std::string> PeopleReads::fact(std::string_view key) {
    return read_one(fact_(key), [](const Statement::Query& row) -> Result<std::string> {
        return std::string(row.text(0));
    });
}

Result<std::uint64_t> PeopleReads::directory_version() {
    auto query = directory_();
    auto row = query.next();
    if (!row) return row.error();
    return *row ? query.count(0) : 0;
}

}  // namespace hotline::storage::sqlite
