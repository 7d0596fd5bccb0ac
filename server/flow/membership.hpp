#pragma once

#include "server/flow/invite.hpp"

namespace hotline::flow {

/// The fact under which a removal marks a unit's key for rotation: its value is the version, in decimal, that
/// somebody knew who is gone. A key of a later version settles it.
[[nodiscard]] std::string rotation_fact(std::string_view unit);

/// Ends somebody's membership for a time: sessions, keys and factors go at once, the account stays. Needs a
/// recent proof, as all acts here.
/// Errors: step_up_needed, not_found, wrong_state (not active, or the admin himself), last_keys (internal:
/// the units), and those of Engine::write.
[[nodiscard]] asio::awaitable<Result<SecretBytes>> suspend(Services* services, const access::Member* admin,
                                                           UserId user, LossRequest request);
/// Lets a suspended account log in again, with the password it had; keys are granted anew by its units.
[[nodiscard]] asio::awaitable<Result<SecretBytes>> reinstate(Services* services, const access::Member* admin,
                                                             UserId user, LossRequest request);
/// Ends a membership for good; the name is not given again. The keys that this person knew are marked for
/// rotation. An invitation that nobody confirmed just goes.
[[nodiscard]] asio::awaitable<Result<SecretBytes>> remove_member(Services* services,
                                                                 const access::Member* admin, UserId user,
                                                                 LossRequest request);

}  // namespace hotline::flow
