#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <memory>

#include "clients/cli/case_view.hpp"
#include "clients/cli/commands/commands.hpp"
#include "clients/cli/messages.hpp"

namespace hotline::cli {
namespace {

struct ActOptions {
    std::string reference;
    std::optional<std::uint64_t> version;  ///< none: the case's current one is asked first
    std::string unit;
    std::string reason;
    std::string text_file = "-";
    bool interim = false;
    bool confirmed = false, refuted = false;
};

Outcome<std::uint64_t> current_version(ApiClient& client, const std::string& path) {
    auto found = client.get(path);
    if (!found) return found.error();
    const auto version = number_at(*found, "version");
    if (!version) return Failure{ExitCode::failed, std::string(msg::kNotJson)};
    return *version;
}

/// Says who was faster: the case's version now, the one sent, and how to look at it.
Failure conflict_of(const Answer& answer, const std::string& reference, std::uint64_t sent) {
    const auto problem = parse_json(answer.body);
    const auto now = problem ? number_at(*problem, "version") : std::nullopt;
    if (!now || *now == sent) return failure_of(answer);
    return {ExitCode::conflict, fmt::format(msg::kConflict, reference, *now, sent)};
}

/// Does one act on a case: body and version go to POST /v1/cases/REF/ACT. A conflict is never tried again by
/// itself: the person must see what changed.
Outcome<void> act(Context& context, const ActOptions& options, const char* name, Json body) {
    auto client = context.signed_in();
    if (!client) return client.error();
    const std::string path = "/v1/cases/" + percent_encoded(options.reference);
    auto version =
        options.version ? Outcome<std::uint64_t>(*options.version) : current_version(*client, path);
    if (!version) return version.error();
    body["version"] = *version;
    auto answer = client->exchange({.method = "POST",
                                    .target = path + '/' + name,
                                    .body = dump_line(body),
                                    .idempotency_key = {},
                                    .token = {}});
    if (!answer) return answer.error();
    if (answer->status == 409) return conflict_of(*answer, options.reference, *version);
    if (answer->status < 200 || answer->status >= 300) return failure_of(*answer);
    const auto changed = parse_json(answer->body);
    if (!changed) return Failure{ExitCode::failed, std::string(msg::kNotJson)};
    show_case_state(context.out(), *changed);
    return {};
}

Outcome<void> accept(Context& context, const ActOptions& options) {
    return act(context, options, "accept", Json::object());
}

Outcome<void> transfer(Context& context, const ActOptions& options) {
    return act(context, options, "transfer", {{"unit", options.unit}, {"reason", options.reason}});
}

Outcome<void> reply(Context& context, const ActOptions& options) {
    auto text = context.input().whole(options.text_file, "--text-file");
    if (!text) return text.error();
    if (text->empty()) return Failure{ExitCode::usage, std::string(msg::kEmptyText)};
    Json body = {{"text", *text}};
    if (options.interim) body["interim"] = true;
    return act(context, options, "reply", std::move(body));
}

Outcome<void> close_case(Context& context, const ActOptions& options) {
    Json body = Json::object();
    if (!options.reason.empty()) body["reason"] = options.reason;
    return act(context, options, "close", std::move(body));
}

Outcome<void> divert(Context& context, const ActOptions& options) {
    if (options.confirmed == options.refuted)
        return Failure{ExitCode::usage, fmt::format(msg::kUseOption, "--confirmed | --refuted")};
    return act(context, options, "divert", {{"confirmed", options.confirmed}});
}

using Verb = Outcome<void> (*)(Context&, const ActOptions&);

/// The command with what all acts take; its own options are added by the caller.
CLI::App* add_act(CLI::App& parent, Action& chosen, const char* name, Verb verb,
                  const std::shared_ptr<ActOptions>& options) {
    CLI::App* command = parent.add_subcommand(name);
    command->add_option("REF", options->reference, std::string(help::kRef))->required();
    command->add_option("--version", options->version, std::string(help::kCaseVersion));
    command->callback([&chosen, options, verb] {
        chosen = [options, verb](Context& context) { return verb(context, *options); };
    });
    return command;
}

}  // namespace

void add_case_acts(CLI::App& parent, Action& chosen) {
    add_act(parent, chosen, "accept", accept, std::make_shared<ActOptions>())
        ->description(std::string(help::kCaseAccept));

    auto moved = std::make_shared<ActOptions>();
    CLI::App* transfers = add_act(parent, chosen, "transfer", transfer, moved);
    transfers->description(std::string(help::kCaseTransfer));
    transfers->add_option("--unit", moved->unit, std::string(help::kUnit))->required();
    transfers->add_option("--reason", moved->reason, std::string(help::kReason))->required();

    auto replied = std::make_shared<ActOptions>();
    CLI::App* replies = add_act(parent, chosen, "reply", reply, replied);
    replies->description(std::string(help::kCaseReply));
    replies->add_option("--text-file", replied->text_file, std::string(help::kTextFile));
    replies->add_flag("--interim", replied->interim, std::string(help::kInterim));

    auto closed = std::make_shared<ActOptions>();
    CLI::App* closes = add_act(parent, chosen, "close", close_case, closed);
    closes->description(std::string(help::kCaseClose));
    closes->add_option("--reason", closed->reason, std::string(help::kReason));

    auto diverted = std::make_shared<ActOptions>();
    CLI::App* diverts = add_act(parent, chosen, "divert", divert, diverted);
    diverts->description(std::string(help::kCaseDivert));
    auto* confirmed = diverts->add_flag("--confirmed", diverted->confirmed, std::string(help::kConfirmed));
    diverts->add_flag("--refuted", diverted->refuted, std::string(help::kRefuted))->excludes(confirmed);
}

}  // namespace hotline::cli
