#pragma once

#include "server/flow/account_change.hpp"

namespace hotline::flow {

/// Somebody who lost the password and kept the recovery code.
struct Recovery {
    std::string username;
    std::string recovery_code;
    SecretBytes new_password;
    std::string address;  ///< as access::limit_key writes it
};
/// Opens the member's keys with the recovery code and seals them under the new password and a new code. The
/// second factor goes, and all sessions end. One Argon2id run whether the name is known or not.
/// @return the new recovery code; shown this once
/// Errors: unauthenticated (unknown name, wrong code, account not active: all alike), bad_input (internal:
/// what is wrong with the new password, as a sentence), rate_limited, busy, and those of Engine::write.
[[nodiscard]] asio::awaitable<Result<SecretBytes>> recover(Services* services, Recovery recovery);

}  // namespace hotline::flow
