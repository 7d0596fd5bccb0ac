#pragma once

#include <string_view>

#include "clients/cli/context.hpp"

namespace hotline::cli {

/// Whether the server refused with this type of problem, for example "otp-needed".
[[nodiscard]] bool is_problem(const Answer& answer, std::string_view type);

/// Sends a request; when the server asks who is there, the password is asked for and the request sent again.
/// Failures: login_needed when nobody can be asked, unreachable.
[[nodiscard]] Outcome<Answer> exchange_proved(const Context& context, ApiClient& client,
                                              const Request& request);
/// The same for JSON: a refusal is a Failure as ApiClient makes it.
[[nodiscard]] Outcome<Json> post_proved(const Context& context, ApiClient& client, const std::string& target,
                                        const Json& body);

/// Secrets that a command needs: asked one after the other without echo, or, with --secrets-stdin, the lines
/// of standard input in the same order.
class Secrets {
public:
    Secrets(const Context& context, bool from_stdin) noexcept : context_(&context), from_stdin_(from_stdin) {}
    /// Failures: usage (nobody can be asked, or the line is missing).
    [[nodiscard]] Outcome<std::string> next(std::string_view prompt) const;
    /// A new password; a person types it twice. Failures: usage (they differ).
    [[nodiscard]] Outcome<std::string> new_password() const;

private:
    const Context* context_;
    bool from_stdin_;
};

}  // namespace hotline::cli
