#include "clients/cli/step_up.hpp"

#include "clients/cli/messages.hpp"

namespace hotline::cli {
namespace {

bool wants_step_up(const Answer& answer) {
    const auto problem = parse_json(answer.body);
    return answer.status >= 400 && problem && text_at(*problem, "type").ends_with("/step-up-needed");
}

/// The log-in is older than the act allows: the password again.
Outcome<void> step_up(const Context& context, ApiClient& client) {
    if (!context.input().may_ask()) return Failure{ExitCode::login_needed, std::string(msg::kStepUpNeeded)};
    context.out().note(msg::kStepUpNeeded);
    auto password = context.input().secret(msg::kPasswordPrompt, "hotline login");
    if (!password) return password.error();
    auto stepped = client.post("/v1/sessions/current/step-up", {{"password", *password}});
    if (!stepped) return stepped.error();
    return {};
}

}  // namespace

Outcome<Answer> exchange_proven(const Context& context, ApiClient& client, const Request& request) {
    auto answer = client.exchange(request);
    if (!answer || !wants_step_up(*answer)) return answer;
    if (auto stepped = step_up(context, client); !stepped) return stepped.error();
    return client.exchange(request);
}

}  // namespace hotline::cli
