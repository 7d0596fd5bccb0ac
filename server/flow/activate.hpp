#pragma once

#include "server/flow/account_change.hpp"

namespace hotline::flow {

/// What an invited person sends.
struct Activation {
    std::string invitation;  ///< as it was handed over
    SecretBytes password;
    std::string address;  ///< as access::limit_key writes it
};
/// Makes the invited person's keys, seals them under the password and a new recovery code, and proves with
/// the invitation that its holder made them. The account waits until the admin who invited has confirmed it.
/// @return {username, state, recovery_code}; the code is shown this once
/// Errors: not_found (no such invitation, used, or lapsed: all alike), bad_input (internal: what is wrong
/// with the password, as a sentence), busy, and those of Engine::write.
[[nodiscard]] asio::awaitable<Result<SecretBytes>> activate(Services* services, Activation activation);

}  // namespace hotline::flow
