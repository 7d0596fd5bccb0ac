#pragma once

#include "storage/sqlite/directory_state.hpp"
#include "storage/sqlite/pending.hpp"

namespace hotline::storage::sqlite {

/// Users, keys, sessions and facts. Errors as in WriteTx.
class PeopleWrites {
public:
    PeopleWrites(Connection& db, Pending& pending);

    /// Gives the first leaf of the work that speaks of no case the state of the directory, when the work
    /// changed it.
    [[nodiscard]] Result<void> finish_work();

    [[nodiscard]] Result<void> put_user(const UserRow& user);
    [[nodiscard]] Result<void> put_grant(const GrantRow& grant);
    [[nodiscard]] Result<void> drop_grants(const UserId& user);
    [[nodiscard]] Result<void> put_unit_key(const UnitKeyRow& key);
    [[nodiscard]] Result<void> put_sealed_secret(const SealedSecretRow& secret);
    [[nodiscard]] Result<void> put_session(const SessionRow& session);
    [[nodiscard]] Result<void> touch_session(const crypto::SessionId& id, Time seen_at);
    [[nodiscard]] Result<void> drop_session(const crypto::SessionId& id);
    [[nodiscard]] Result<void> drop_sessions_of(const UserId& user);
    [[nodiscard]] Result<std::uint64_t> drop_sessions_before(Time seen_before, Time created_before);
    [[nodiscard]] Result<void> put_fact(std::string_view key, std::string_view value);

private:
    /// Success is a new version of the directory.
    [[nodiscard]] Result<void> bumping(Result<void> done);

    Pending* pending_;
    DirectoryState state_;
    Statement put_user_, put_grant_, drop_grants_, put_unit_key_, put_secret_, put_session_, touch_session_;
    Statement whole_session_, set_session_sum_, drop_session_, drop_sessions_of_, drop_old_sessions_,
        put_fact_;
};

}  // namespace hotline::storage::sqlite
