#pragma once

#include "server/flow/account_change.hpp"

namespace hotline::flow {

/// A change of one's own password.
struct PasswordChange {
    SecretBytes old_password, new_password;
    std::string address;  ///< as access::limit_key writes it
};
/// Seals the member's keys under the new password; other sessions end. The old one is asked for again.
/// Errors: unauthenticated (the old password is wrong), bad_input (internal: what is wrong with the new one,
/// as a sentence), rate_limited, busy, and those of Engine::write.
[[nodiscard]] asio::awaitable<Result<void>> change_password(Services* services, const access::Member* member,
                                                            PasswordChange change);

/// A new recovery code; the old one opens nothing any more. Needs a recent proof.
/// @return the code as it is typed; shown this once. Errors: step_up_needed, and those of Engine::write.
[[nodiscard]] asio::awaitable<Result<SecretBytes>> renew_recovery_code(Services* services,
                                                                       const access::Member* member);
/// The code was written down: it opens the member's own keys. Errors: unauthenticated (another code),
/// not_found (there is none), rate_limited, and those of Engine::write.
[[nodiscard]] asio::awaitable<Result<void>> confirm_recovery_code(Services* services,
                                                                  const access::Member* member,
                                                                  std::string code);

/// How a member's own account stands.
struct OwnAccount {
    bool second_factor = false;
    bool recovery_code = false;            ///< there is one
    bool recovery_code_confirmed = false;  ///< and it was typed back
};
[[nodiscard]] asio::awaitable<Result<OwnAccount>> own_account(Services* services, UserId user);

}  // namespace hotline::flow
