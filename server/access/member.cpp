#include "server/access/member.hpp"

#include "server/access/sessions.hpp"

#include <algorithm>

namespace hotline::access {

bool Member::is_in(std::string_view unit) const noexcept {
    return std::ranges::find(facts_->entry.units, unit) != facts_->entry.units.end();
}

Role Member::acting_role() const noexcept {
    for (const Role role :
         {Role::supervisor, Role::op, Role::lead, Role::officer, Role::auditor, Role::admin})
        if (has(role)) return role;
    return Role::service;
}

Result<vault::UserKeys> Member::open_keys() const {
    return vault::open_user_keys(facts_->row.secrets, crypto::session_key_of(token_), facts_->entry,
                                 crypto::Compartment::session);
}

Result<crypto::BoxKeyPair> Member::open_box_keys() const {
    return vault::open_user_box_keys(facts_->row.secrets, crypto::session_key_of(token_), facts_->entry,
                                     crypto::Compartment::session);
}

storage::SessionRow Member::sealed(storage::SessionRow row) const {
    return Sessions::sealed_row(std::move(row), token_);
}

Result<vault::WorkPermit> Member::work_permit(std::string_view unit) const {
    if (!is_in(unit)) return fail(Errc::forbidden, "not a member of the unit");
    return vault::WorkPermit(std::string(unit));
}

}  // namespace hotline::access
