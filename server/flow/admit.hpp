#pragma once

#include "server/flow/account_change.hpp"

namespace hotline::flow {

/// The admin who invited checks that the holder of the invitation made the keys, and signs the member's entry
/// with the directory root. The account is active then, without any unit's key. Needs a recent proof.
/// @return the person as JSON: id, username, state, units, keys
/// Errors: step_up_needed, not_found, forbidden (another admin's invitation, or no copy of the root),
/// wrong_state (not activated yet), bad_signature (keys or terms were exchanged), and those of Engine::write.
[[nodiscard]] asio::awaitable<Result<SecretBytes>> confirm_member(Services* services,
                                                                  const access::Member* admin, UserId user,
                                                                  std::optional<Idempotency> idempotency);

/// Who holds a unit's key seals it to an active member of that unit, after having seen who it is: a lead for
/// the unit, a supervisor for the desk and the supervisors, an auditor for the audit unit, an admin for the
/// directory root. Every version that the giver holds is passed on. Needs a recent proof.
/// Errors: step_up_needed, not_found, forbidden (not the giver's to give, or the receiver is not of the
/// unit), wrong_state (the receiver is not active), bad_key, and those of Engine::write.
[[nodiscard]] asio::awaitable<Result<SecretBytes>> grant_keys(Services* services, const access::Member* giver,
                                                              UserId receiver, std::string unit,
                                                              std::optional<Idempotency> idempotency);

}  // namespace hotline::flow
