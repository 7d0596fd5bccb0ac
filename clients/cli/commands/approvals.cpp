#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <memory>

#include "clients/cli/case_view.hpp"
#include "clients/cli/commands/commands.hpp"
#include "clients/cli/messages.hpp"
#include "clients/cli/proof.hpp"

namespace hotline::cli {
namespace {

struct ApprovalOptions {
    std::string id;
    std::string reason;
    std::string note;
};

Row approval_row(const Json& item) {
    return {text_at(item, "id"),
            coded(text_at(item, "state")),
            text_at(item, "reference"),
            text_at(part_at(item, "requester"), "username"),
            text_at(item, "unit"),
            coded(text_at(item, "purpose")),
            joined_at(item, "compartments", ","),
            text_at(item, "note"),
            timed(text_at(item, "expires_at"))};
}

void show_approvals(const Output& out, const std::vector<Json>& items) {
    if (out.wants_json()) {
        for (const Json& item : items) out.json_line(item);
        return;
    }
    std::vector<Row> rows;
    for (const Json& item : items) rows.push_back(approval_row(item));
    out.table({label::kRequest, label::kState, label::kReference, label::kOfficer, label::kUnit,
               label::kPurpose, label::kPart, label::kNote, label::kExpires},
              rows);
}

Outcome<void> list(Context& context, const ApprovalOptions&) {
    auto client = context.signed_in();
    if (!client) return client.error();
    auto page = client->get("/v1/approvals");
    if (!page) return page.error();
    const Json& items = part_at(*page, "items");
    show_approvals(context.out(), {items.begin(), items.end()});
    return {};
}

/// Sends one decision or question and shows what came of it.
Outcome<void> send(Context& context, const std::string& target, const Json& body) {
    auto client = context.signed_in();
    if (!client) return client.error();
    const Request request{
        .method = "POST", .target = target, .body = dump_line(body), .idempotency_key = {}, .token = {}};
    auto answer = exchange_proved(context, *client, request);
    if (!answer) return answer.error();
    if (answer->status != 200 && answer->status != 202) return failure_of(*answer);
    const auto shown = parse_json(answer->body);
    if (!shown) return Failure{ExitCode::failed, std::string(msg::kNotJson)};
    if (answer->status == 200) {
        show_approvals(context.out(), {*shown});
    } else {
        show_asked(context.out(), *shown);
    }
    return {};
}

Outcome<void> approve(Context& context, const ApprovalOptions& options) {
    return send(context, "/v1/approvals/" + percent_encoded(options.id) + "/approve", Json::object());
}

Outcome<void> refuse(Context& context, const ApprovalOptions& options) {
    return send(context, "/v1/approvals/" + percent_encoded(options.id) + "/refuse",
                {{"reason", options.reason}});
}

Outcome<void> lift_limit(Context& context, const ApprovalOptions& options) {
    return send(context, "/v1/approvals", {{"kind", "limit"}, {"note", options.note}});
}

using Verb = Outcome<void> (*)(Context&, const ApprovalOptions&);

CLI::App* add_verb(CLI::App& group, Action& chosen, const char* name, std::string_view description, Verb verb,
                   const std::shared_ptr<ApprovalOptions>& options) {
    CLI::App* command = group.add_subcommand(name, std::string(description));
    command->callback([&chosen, options, verb] {
        chosen = [options, verb](Context& context) { return verb(context, *options); };
    });
    return command;
}

}  // namespace

void add_approvals(CLI::App& parent, Action& chosen) {
    auto options = std::make_shared<ApprovalOptions>();
    add_verb(parent, chosen, "list", help::kApprovalsList, list, options);
    CLI::App* approves = add_verb(parent, chosen, "approve", help::kApprovalsApprove, approve, options);
    approves->add_option("ID", options->id, std::string(help::kApprovalId))->required();
    CLI::App* refuses = add_verb(parent, chosen, "refuse", help::kApprovalsRefuse, refuse, options);
    refuses->add_option("ID", options->id, std::string(help::kApprovalId))->required();
    refuses->add_option("--reason", options->reason, std::string(help::kReason))->required();
    CLI::App* lifts = add_verb(parent, chosen, "lift-limit", help::kApprovalsLift, lift_limit, options);
    lifts->add_option("--note", options->note, std::string(help::kNote))->required();
}

}  // namespace hotline::cli
