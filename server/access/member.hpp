#pragma once

#include "crypto/token.hpp"
#include "server/access/roles.hpp"
#include "server/vault/permits.hpp"
#include "server/vault/user_keys.hpp"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace hotline::access {

/// What the server knows of a session without its token: rows, and the member's verified entry. Holds no key;
/// may be shared and cached.
struct SessionFacts {
    storage::SessionRow row;
    storage::UserRow user;
    vault::MemberEntry entry;
    RoleSet roles;
};

/// A signed-in member for the length of one request. Carries the token, so it can open the member's own keys;
/// dies with the request.
class Member {
public:
    Member(std::shared_ptr<const SessionFacts> facts, crypto::Token token) noexcept
        : facts_(std::move(facts)), token_(std::move(token)) {}

    [[nodiscard]] const UserId& id() const noexcept { return facts_->entry.id; }
    [[nodiscard]] const std::string& username() const noexcept { return facts_->entry.username; }
    [[nodiscard]] const std::string& display_name() const noexcept { return facts_->user.display_name; }
    /// The name under which citizens see this officer.
    [[nodiscard]] const std::string& alias() const noexcept { return facts_->user.alias; }
    [[nodiscard]] RoleSet roles() const noexcept { return facts_->roles; }
    [[nodiscard]] bool has(Role role) const noexcept { return facts_->roles.has(role); }
    [[nodiscard]] const std::vector<std::string>& units() const noexcept { return facts_->entry.units; }
    [[nodiscard]] const crypto::BoxPublicKey& box_key() const noexcept { return facts_->entry.box_key; }
    [[nodiscard]] bool is_in(std::string_view unit) const noexcept;
    [[nodiscard]] const SessionFacts& facts() const noexcept { return *facts_; }
    [[nodiscard]] const storage::SessionRow& session() const noexcept { return facts_->row; }
    /// Operators and supervisors of the hotline's own desk.
    [[nodiscard]] bool at_desk() const noexcept { return has(Role::op) || has(Role::supervisor); }
    /// The role in which this member acts, for leaves: the strongest of those held.
    [[nodiscard]] Role acting_role() const noexcept;

    /// The member's own secret keys, opened with the token. About 50 µs. Errors: bad_key and its like when
    /// the session row was changed.
    [[nodiscard]] Result<vault::UserKeys> open_keys() const;
    /// Only the pair that unwraps; about 5 µs. Errors as open_keys.
    [[nodiscard]] Result<crypto::BoxKeyPair> open_box_keys() const;
    /// A row of this session with the code of authentication that its columns need.
    [[nodiscard]] storage::SessionRow sealed(storage::SessionRow row) const;
    /// Leave to work with a unit's redacted material. Errors: forbidden when not a member of it.
    [[nodiscard]] Result<vault::WorkPermit> work_permit(std::string_view unit) const;

private:
    std::shared_ptr<const SessionFacts> facts_;
    crypto::Token token_;
};

}  // namespace hotline::access
