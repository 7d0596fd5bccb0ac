#pragma once

#include "clients/cli/context.hpp"

namespace hotline::cli {

/// Sends a request; when the server wants a newer proof of who is there, asks for the password once and sends
/// it again. Failures: login_needed when nobody can be asked, and those of ApiClient.
[[nodiscard]] Outcome<Answer> exchange_proven(const Context& context, ApiClient& client,
                                              const Request& request);

}  // namespace hotline::cli
