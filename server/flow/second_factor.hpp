#pragma once

#include "server/flow/account_change.hpp"

namespace hotline::flow {

/// A secret for the member's authenticator, not asked for yet.
struct NewSecondFactor {
    SecretBytes secret;  ///< base32, for typing
    SecretBytes uri;     ///< otpauth://…, for a QR code
};
/// Makes a new secret and keeps it, sealed, until a code of it was typed. Needs a recent proof.
/// Errors: step_up_needed, and those of Engine::write.
[[nodiscard]] asio::awaitable<Result<NewSecondFactor>> begin_second_factor(Services* services,
                                                                           const access::Member* member);
/// The first code makes the secret count: from now on log-ins ask for one, and the member's other sessions
/// end. Needs a recent proof. Errors: step_up_needed, wrong_state (nothing begun), unauthenticated (a wrong
/// code), rate_limited, and those of Engine::write.
[[nodiscard]] asio::awaitable<Result<void>> confirm_second_factor(Services* services,
                                                                  const access::Member* member,
                                                                  std::string code);
/// Log-ins ask for no code any more; the member's other sessions end. Needs a recent proof.
/// Errors: step_up_needed, not_found (there is none), and those of Engine::write.
[[nodiscard]] asio::awaitable<Result<void>> remove_second_factor(Services* services,
                                                                 const access::Member* member);

}  // namespace hotline::flow
