#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <memory>

#include "clients/cli/case_view.hpp"
#include "clients/cli/commands/commands.hpp"
#include "clients/cli/messages.hpp"
#include "clients/cli/proof.hpp"
#include "clients/cli/qr_text.hpp"

namespace hotline::cli {
namespace {

struct AccountOptions {
    std::string username;
    std::string session;
    bool others = false;
    bool secrets_stdin = false;
};
using Verb = Outcome<void> (*)(Context&, const AccountOptions&);

constexpr const char* kCurrent = "/v1/sessions/current";

/// A code that is shown this once, with what to do with it.
void show_recovery_code(const Output& out, const Json& answer) {
    if (out.wants_json()) {
        out.json_line(answer);
        return;
    }
    out.pair(label::kUser, text_at(answer, "username"));
    out.pair(label::kRecoveryCode, text_at(answer, "recovery_code"));
    out.note(msg::kKeepRecoveryCode);
}

Outcome<void> change_password(Context& context, const AccountOptions& options) {
    auto client = context.signed_in();
    if (!client) return client.error();
    const Secrets secrets(context, options.secrets_stdin);
    auto old = secrets.next(msg::kOldPasswordPrompt);
    if (!old) return old.error();
    auto fresh = secrets.new_password();
    if (!fresh) return fresh.error();
    auto changed =
        client->post(std::string(kCurrent) + "/password", {{"old_password", *old}, {"new_password", *fresh}});
    if (!changed) return changed.error();
    context.out().note(msg::kPasswordChanged);
    return {};
}

Outcome<void> enable_totp(Context& context, const AccountOptions& options) {
    auto client = context.signed_in();
    if (!client) return client.error();
    auto begun = post_proved(context, *client, std::string(kCurrent) + "/totp", Json::object());
    if (!begun) return begun.error();
    const Output& out = context.out();
    if (out.wants_json()) {
        out.json_line(*begun);
    } else {
        if (out.for_people()) out.text(qr_text(text_at(*begun, "uri")));
        out.pair(label::kTotpSecret, text_at(*begun, "secret"));
    }
    out.note(msg::kScanCode);
    auto code = Secrets(context, options.secrets_stdin).next(msg::kOtpPrompt);
    if (!code) return code.error();
    auto confirmed =
        post_proved(context, *client, std::string(kCurrent) + "/totp/confirm", {{"code", *code}});
    if (!confirmed) return confirmed.error();
    out.note(msg::kTotpEnabled);
    return {};
}

Outcome<void> remove_totp(Context& context, const AccountOptions&) {
    auto client = context.signed_in();
    if (!client) return client.error();
    auto answer = exchange_proved(context, *client,
                                  {.method = "DELETE",
                                   .target = std::string(kCurrent) + "/totp",
                                   .body = {},
                                   .idempotency_key = {},
                                   .token = {}});
    if (!answer) return answer.error();
    if (answer->status != 204) return failure_of(*answer);
    context.out().note(msg::kTotpRemoved);
    return {};
}

Outcome<void> show_sessions(Context& context, ApiClient& client) {
    auto listed = client.get("/v1/sessions");
    if (!listed) return listed.error();
    const Output& out = context.out();
    std::vector<Row> rows;
    for (const Json& each : part_at(*listed, "items")) {
        if (out.wants_json()) out.json_line(each);
        rows.push_back({text_at(each, "id"), timed(text_at(each, "created_at")),
                        timed(text_at(each, "seen_at")), coded(flag_at(each, "current") ? "yes" : "no")});
    }
    if (!out.wants_json()) out.table({label::kSession, label::kOpened, label::kSeen, label::kThisOne}, rows);
    return {};
}

Outcome<void> sessions(Context& context, const AccountOptions& options) {
    auto client = context.signed_in();
    if (!client) return client.error();
    if (options.others || !options.session.empty()) {
        const std::string which = options.others ? "others" : percent_encoded(options.session);
        auto ended = client->remove("/v1/sessions/" + which);
        if (!ended) return ended.error();
        context.out().note(msg::kSessionsEnded);
        return {};
    }
    return show_sessions(context, *client);
}

Outcome<void> renew_code(Context& context, const AccountOptions&) {
    auto client = context.signed_in();
    if (!client) return client.error();
    auto code = post_proved(context, *client, std::string(kCurrent) + "/recovery-code", Json::object());
    if (!code) return code.error();
    show_recovery_code(context.out(), *code);
    return {};
}

Outcome<void> confirm_code(Context& context, const AccountOptions& options) {
    auto client = context.signed_in();
    if (!client) return client.error();
    auto code = Secrets(context, options.secrets_stdin).next(msg::kRecoveryCodePrompt);
    if (!code) return code.error();
    auto done = client->post(std::string(kCurrent) + "/recovery-code/confirm", {{"recovery_code", *code}});
    if (!done) return done.error();
    context.out().note(msg::kRecoveryCodeConfirmed);
    return {};
}

Outcome<void> recover(Context& context, const AccountOptions& options) {
    auto client = context.anonymous();
    if (!client) return client.error();
    const Secrets secrets(context, options.secrets_stdin);
    auto code = secrets.next(msg::kRecoveryCodePrompt);
    if (!code) return code.error();
    auto password = secrets.new_password();
    if (!password) return password.error();
    auto next =
        client->post("/v1/recovery",
                     {{"username", options.username}, {"recovery_code", *code}, {"new_password", *password}});
    if (!next) return next.error();
    show_recovery_code(context.out(), *next);
    return {};
}

Outcome<void> activate(Context& context, const AccountOptions& options) {
    auto client = context.anonymous();
    if (!client) return client.error();
    const Secrets secrets(context, options.secrets_stdin);
    auto invitation = secrets.next(msg::kInvitationPrompt);
    if (!invitation) return invitation.error();
    auto password = secrets.new_password();
    if (!password) return password.error();
    auto activated =
        client->post("/v1/invitations/activate", {{"invitation", *invitation}, {"password", *password}});
    if (!activated) return activated.error();
    show_recovery_code(context.out(), *activated);
    context.out().note(msg::kWaitForConfirmation);
    return {};
}

CLI::App* add(CLI::App& parent, Action& chosen, const char* name, std::string_view description, Verb verb,
              const std::shared_ptr<AccountOptions>& options) {
    CLI::App* command = parent.add_subcommand(name, std::string(description));
    command->callback([&chosen, options, verb] {
        chosen = [options, verb](Context& context) { return verb(context, *options); };
    });
    return command;
}

CLI::App* add_with_secrets(CLI::App& parent, Action& chosen, const char* name, std::string_view description,
                           Verb verb, const std::shared_ptr<AccountOptions>& options) {
    CLI::App* command = add(parent, chosen, name, description, verb, options);
    command->add_flag("--secrets-stdin", options->secrets_stdin, std::string(help::kSecretsStdin));
    return command;
}

}  // namespace

void add_account(CLI::App& parent, Action& chosen) {
    const auto made = [] { return std::make_shared<AccountOptions>(); };
    add_with_secrets(parent, chosen, "activate", help::kActivate, activate, made());
    add_with_secrets(parent, chosen, "password", help::kPassword, change_password, made());
    CLI::App* totp = parent.add_subcommand("totp", std::string(help::kTotp));
    totp->require_subcommand(1);
    add_with_secrets(*totp, chosen, "enable", help::kTotpEnable, enable_totp, made());
    add(*totp, chosen, "remove", help::kTotpRemove, remove_totp, made());
    CLI::App* code = parent.add_subcommand("recovery-code", std::string(help::kRecoveryCode));
    code->require_subcommand(1);
    add(*code, chosen, "renew", help::kRecoveryCodeRenew, renew_code, made());
    add_with_secrets(*code, chosen, "confirm", help::kRecoveryCodeConfirm, confirm_code, made());
    const auto lost = made();
    add_with_secrets(parent, chosen, "recover", help::kRecover, recover, lost)
        ->add_option("USERNAME", lost->username, std::string(help::kUsername))
        ->required();
    const auto listed = made();
    CLI::App* list = add(parent, chosen, "sessions", help::kSessions, sessions, listed);
    auto* one = list->add_option("--end", listed->session, std::string(help::kSessionEnd));
    list->add_flag("--end-others", listed->others, std::string(help::kSessionEndOthers))->excludes(one);
}

}  // namespace hotline::cli
