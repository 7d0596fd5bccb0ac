#include <fmt/format.h>
#include <memory>

#include "clients/cli/case_view.hpp"
#include "clients/cli/commands/commands.hpp"
#include "clients/cli/messages.hpp"
#include "clients/cli/proof.hpp"

namespace hotline::cli {
namespace {

struct LoginOptions {
    std::string username;
    bool password_stdin = false;
    bool otp = false;
};

Outcome<std::string> ask_password(const Context& context, const LoginOptions& options) {
    if (options.password_stdin) return context.input().line("-", "--password-stdin");
    return context.input().secret(msg::kPasswordPrompt, "--password-stdin");
}

Outcome<std::string> ask_username(const Context& context, const LoginOptions& options) {
    if (!options.username.empty()) return options.username;
    return context.input().answer(msg::kUsernamePrompt, "USERNAME");
}

/// Who is logged in; the token is never shown.
void show_session(const Output& out, Json session) {
    session.erase("token");
    if (out.wants_json()) {
        out.json_line(session);
        return;
    }
    const Json& user = part_at(session, "user");
    out.pair(label::kUser, text_at(user, "username"));
    out.pair(label::kName, text_at(user, "display_name"));
    out.pair(label::kRoles, joined_at(session, "roles", ","));
    out.pair(label::kUnits, joined_at(session, "units", ","));
    out.pair(label::kExpires, timed(text_at(session, "expires_at")));
    if (text_at(session, "recovery_code") == "unconfirmed") out.note(msg::kConfirmRecoveryCode);
}

Outcome<std::string> ask_code(const Context& context, const LoginOptions& options) {
    if (options.password_stdin) return context.input().line("-", "--otp");
    return context.input().secret(msg::kOtpPrompt, "--otp");
}

/// With --otp the code goes along at once; else it is asked for when the account wants one and somebody can
/// be asked.
Outcome<Json> open_session(const Context& context, ApiClient& client, const LoginOptions& options,
                           Json credentials) {
    const Request first{.method = "POST",
                        .target = "/v1/sessions",
                        .body = dump_line(credentials),
                        .idempotency_key = {},
                        .token = {}};
    if (!options.otp) {
        auto answer = client.exchange(first);
        if (!answer) return answer.error();
        if (!is_problem(*answer, "otp-needed") || !context.input().may_ask()) {
            if (answer->status != 201) return failure_of(*answer);
            auto session = parse_json(answer->body);
            if (!session) return Failure{ExitCode::failed, std::string(msg::kNotJson)};
            return *std::move(session);
        }
    }
    auto code = ask_code(context, options);
    if (!code) return code.error();
    credentials["otp"] = *code;
    return client.post("/v1/sessions", credentials);
}

Outcome<void> log_in(Context& context, const LoginOptions& options) {
    auto client = context.anonymous();
    if (!client) return client.error();
    auto path = context.token_file();
    if (!path) return path.error();
    auto username = ask_username(context, options);
    if (!username) return username.error();
    auto password = ask_password(context, options);
    if (!password) return password.error();
    auto session = open_session(context, *client, options,
                                {{"username", *username}, {"password", *password}, {"bearer", true}});
    if (!session) return session.error();
    auto saved =
        save_token(*path, {.token = text_at(*session, "token"), .origin = client->address().origin()});
    if (!saved) return saved.error();
    context.out().note(fmt::format(msg::kLoggedIn, path->string()));
    show_session(context.out(), *std::move(session));
    return {};
}

Outcome<void> log_in_status(Context& context) {
    auto client = context.signed_in();
    if (!client) return client.error();
    auto session = client->get("/v1/sessions/current");
    if (!session) return session.error();
    show_session(context.out(), *std::move(session));
    return {};
}

/// Ends the session at the server first; a token that the server no longer knows is removed all the same.
Outcome<void> log_out(Context& context) {
    auto path = context.token_file();
    if (!path) return path.error();
    auto client = context.signed_in();
    if (!client) return client.error();
    auto ended = client->remove("/v1/sessions/current");
    if (!ended && ended.error().code != ExitCode::login_needed) return ended.error();
    std::error_code ec;
    std::filesystem::remove(*path, ec);
    if (ec) return Failure{ExitCode::failed, fmt::format(msg::kCannotWrite, path->string())};
    context.out().note(msg::kLoggedOut);
    return {};
}

}  // namespace

void add_login(CLI::App& parent, Action& chosen) {
    auto options = std::make_shared<LoginOptions>();
    CLI::App* login = parent.add_subcommand("login", std::string(help::kLogin));
    login->add_option("USERNAME", options->username, std::string(help::kUsername));
    login->add_flag("--password-stdin", options->password_stdin, std::string(help::kPasswordStdin));
    login->add_flag("--otp", options->otp, std::string(help::kOtp));
    CLI::App* status = login->add_subcommand("status", std::string(help::kLoginStatus));
    status->callback([&chosen] { chosen = log_in_status; });
    // CLI11 calls the parent's callback after that of its command.
    login->callback([&chosen, status, options] {
        if (!status->parsed()) chosen = [options](Context& context) { return log_in(context, *options); };
    });
    parent.add_subcommand("logout", std::string(help::kLogout))->callback([&chosen] { chosen = log_out; });
}

}  // namespace hotline::cli
