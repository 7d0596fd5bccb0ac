#include "clients/cli/proof.hpp"

#include "clients/cli/messages.hpp"

namespace hotline::cli {
namespace {

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

bool is_problem(const Answer& answer, std::string_view type) {
    if (answer.status < 400) return false;
    const auto problem = parse_json(answer.body);
    return problem && text_at(*problem, "type") == "/problems/" + std::string(type);
}

Outcome<Answer> exchange_proved(const Context& context, ApiClient& client, const Request& request) {
    auto answer = client.exchange(request);
    if (!answer || !is_problem(*answer, "step-up-needed")) return answer;
    if (auto stepped = step_up(context, client); !stepped) return stepped.error();
    return client.exchange(request);
}

Outcome<Json> post_proved(const Context& context, ApiClient& client, const std::string& target,
                          const Json& body) {
    auto answer = exchange_proved(
        context, client,
        {.method = "POST", .target = target, .body = dump_line(body), .idempotency_key = {}, .token = {}});
    if (!answer) return answer.error();
    if (answer->status < 200 || answer->status >= 300) return failure_of(*answer);
    if (answer->body.empty()) return Json::object();
    auto value = parse_json(answer->body);
    if (!value) return Failure{ExitCode::failed, std::string(msg::kNotJson)};
    return *std::move(value);
}

Outcome<std::string> Secrets::next(std::string_view prompt) const {
    if (from_stdin_) return context_->input().line("-", "--secrets-stdin");
    return context_->input().secret(prompt, "--secrets-stdin");
}

Outcome<std::string> Secrets::new_password() const {
    auto password = next(msg::kNewPasswordPrompt);
    if (!password || from_stdin_) return password;
    auto again = next(msg::kNewPasswordAgainPrompt);
    if (!again) return again;
    if (*again != *password) return Failure{ExitCode::usage, std::string(msg::kPasswordsDiffer)};
    return password;
}

}  // namespace hotline::cli
