#pragma once

#include "storage/sqlite/rows.hpp"

namespace hotline::storage::sqlite {

#define HOTLINE_USER_COLUMNS \
    "id,username,display_name,alias,state,entry,entry_signature,salt,passes,memory_kib,auth,secrets"
/// A row of HOTLINE_USER_COLUMNS. Errors: bad_format.
[[nodiscard]] Result<UserRow> read_user(const Statement::Query& query);

/// Users, keys, sessions and the small tables. Errors as in ReadTx.
class PeopleReads {
public:
    explicit PeopleReads(Connection& db);
    [[nodiscard]] Result<UserRow> find_user(std::string_view username);
    [[nodiscard]] Result<UserRow> find_user(const UserId& id);
    [[nodiscard]] Result<std::vector<UserRow>> all_users();
    [[nodiscard]] Result<std::vector<GrantRow>> grants_of(const UserId& user);
    [[nodiscard]] Result<std::vector<GrantRow>> grants_to(std::string_view unit);
    [[nodiscard]] Result<std::vector<UnitKeyRow>> unit_keys();
    [[nodiscard]] Result<std::vector<SealedSecretRow>> sealed_secrets(std::string_view name);
    [[nodiscard]] Result<SessionRow> find_session(const crypto::SessionId& id);
    [[nodiscard]] Result<std::vector<SessionRow>> sessions_of(const UserId& user);
    [[nodiscard]] Result<IdempotencyRow> find_idempotency(const Hash32& id);
    [[nodiscard]] Result<ExportRow> find_export(const RowId& id);
    [[nodiscard]] Result<std::string> fact(std::string_view key);
    [[nodiscard]] Result<std::uint64_t> directory_version();

private:
    Statement user_by_name_, user_by_id_, users_, grants_by_user_, grants_by_unit_, unit_keys_, secrets_;
    Statement session_, sessions_by_user_, idempotency_, export_, fact_, directory_;
};

}  // namespace hotline::storage::sqlite
