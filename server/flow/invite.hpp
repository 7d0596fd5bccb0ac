#pragma once

#include "server/flow/account_change.hpp"

namespace hotline::flow {

/// How long an invitation serves.
inline constexpr std::chrono::hours kInvitationLife{24};

/// Somebody whom an admin invites.
struct Invite {
    std::string username;      ///< 3..64 of a-z, 0-9, '.', '_', '-'
    std::string display_name;  ///< UTF-8, 1..100 characters
    std::vector<std::string> roles, units;
    std::optional<Idempotency> idempotency;
};
/// Makes an account that waits, and the invitation that activates it: 160 bits, shown once, sealed to the
/// admin beside what he wrote. Needs a recent proof.
/// @return {id, username, state, invitation, expires_at}
/// Errors: step_up_needed, bad_input (internal: the JSON pointer of the field), conflict (the username is
/// taken), and those of Engine::write.
[[nodiscard]] asio::awaitable<Result<SecretBytes>> invite(Services* services, const access::Member* admin,
                                                          Invite invite);

/// What an admin says about an account that loses its keys by the act.
struct LossRequest {
    bool accept_loss = false;  ///< although nobody else could open a unit's cases then
    std::optional<Idempotency> idempotency;
};
/// A new invitation for somebody who lost his password and recovery code, or let the first one lapse. The old
/// keys, grants, sessions and second factor go at once; units grant again after the new activation.
/// Errors: step_up_needed, not_found, wrong_state (removed, or the admin himself), last_keys (internal: the
/// units), and those of Engine::write.
[[nodiscard]] asio::awaitable<Result<SecretBytes>> invite_again(Services* services,
                                                                const access::Member* admin, UserId user,
                                                                LossRequest request);

/// Takes from a user what opens anything: sessions, grants, the root's copy; in the caller's transaction.
/// Errors: last_keys (internal: the units) unless the loss is accepted.
[[nodiscard]] Result<void> take_keys(storage::WriteTx& tx, const Services& services,
                                     const storage::UserRow& user, bool accept_loss);
/// Takes second factor and recovery slot, which are nothing without the keys they belong to.
[[nodiscard]] Result<void> drop_factors(storage::WriteTx& tx, const UserId& user);

}  // namespace hotline::flow
