#include <CLI/CLI.hpp>
#include <memory>

#include "clients/cli/case_view.hpp"
#include "clients/cli/commands/commands.hpp"
#include "clients/cli/messages.hpp"

namespace hotline::cli {
namespace {

struct AlertOptions {
    std::string acknowledged;  ///< an alert's id; empty: list
    std::string note;
};

void show_alerts(const Output& out, const std::vector<Json>& alerts) {
    std::vector<Row> rows;
    for (const Json& alert : alerts) {
        if (out.wants_json()) out.json_line(alert);
        rows.push_back({text_at(alert, "id"), timed(text_at(alert, "at")), coded(text_at(alert, "state")),
                        coded(text_at(alert, "what")), text_at(alert, "officer"), text_at(alert, "reference"),
                        text_at(alert, "acknowledged_by")});
    }
    if (out.wants_json()) return;
    out.table({label::kAlert, label::kAt, label::kState, label::kKind, label::kOfficer, label::kReference,
               label::kSeenBy},
              rows);
}

Outcome<void> alerts(Context& context, const AlertOptions& options) {
    auto client = context.signed_in();
    if (!client) return client.error();
    if (options.acknowledged.empty()) {
        auto page = client->get("/v1/audit/alerts");
        if (!page) return page.error();
        const Json& items = part_at(*page, "items");
        show_alerts(context.out(), {items.begin(), items.end()});
        return {};
    }
    Json body = Json::object();
    if (!options.note.empty()) body["note"] = options.note;
    auto alert = client->post("/v1/audit/alerts/" + percent_encoded(options.acknowledged) + "/ack", body);
    if (!alert) return alert.error();
    show_alerts(context.out(), {*alert});
    return {};
}

}  // namespace

void add_audit_alerts(CLI::App& parent, Action& chosen) {
    auto options = std::make_shared<AlertOptions>();
    CLI::App* command = parent.add_subcommand("alerts", std::string(help::kAuditAlerts));
    auto* seen = command->add_option("--ack", options->acknowledged, std::string(help::kAck));
    command->add_option("--note", options->note, std::string(help::kNote))->needs(seen);
    command->callback(
        [&chosen, options] { chosen = [options](Context& context) { return alerts(context, *options); }; });
}

}  // namespace hotline::cli
