#include <CLI/CLI.hpp>
#include <algorithm>
#include <chrono>
#include <fmt/format.h>
#include <memory>
#include <ostream>
#include <thread>

#include "clients/cli/audit_filters.hpp"
#include "clients/cli/case_view.hpp"
#include "clients/cli/commands/commands.hpp"
#include "clients/cli/messages.hpp"

namespace hotline::cli {
namespace {

constexpr unsigned kMaxWaitSeconds = 3600;

struct TailOptions {
    AuditFilters filters;
    std::string kind;
    unsigned interval_seconds = 2;
    bool once = false;
};

/// What was written already: the log's index is the only order, and times may repeat.
struct Position {
    std::string since;
    std::optional<std::uint64_t> last_index;
};

Outcome<std::vector<Json>> fetch_since(ApiClient& client, const TailOptions& options,
                                       const std::string& since) {
    std::vector<Json> events;
    std::string cursor;
    do {
        auto pairs = options.filters.pairs();
        std::ranges::find(pairs, "since", [](const auto& pair) { return pair.first; })->second = since;
        pairs.emplace_back("kind", options.kind);
        pairs.emplace_back("limit", "200");
        pairs.emplace_back("cursor", cursor);
        auto page = client.get("/v1/audit/events" + query_of(pairs));
        if (!page) return page.error();
        const Json& items = part_at(*page, "items");
        events.insert(events.end(), items.begin(), items.end());
        cursor = text_at(*page, "next");
    } while (!cursor.empty());
    std::ranges::sort(events, {}, [](const Json& event) { return number_at(event, "index"); });
    return events;
}

Row event_row(const Json& event) {
    const Json& staff = part_at(event, "staff");
    const std::string officer = text_at(staff, "officer");
    return {std::to_string(number_at(event, "index").value_or(0)),
            timed(text_at(event, "at")),
            text_at(event, "kind"),
            text_at(event, "reference"),
            text_at(event, "unit"),
            officer.empty() ? text_at(event, "officer") : officer,
            coded(text_at(event, "purpose")),
            joined_at(event, "compartments", ","),
            text_at(staff, "note")};
}

void show_events(const Output& out, const std::vector<Json>& events) {
    std::vector<Row> rows;
    for (const Json& event : events) {
        if (out.wants_json()) {
            out.json_line(event);
        } else {
            rows.push_back(event_row(event));
        }
    }
    if (rows.empty()) return;
    out.table({label::kIndex, label::kAt, label::kKind, label::kReference, label::kUnit, label::kOfficer,
               label::kPurpose, label::kCompartments, label::kNote},
              rows);
}

/// Writes what came since `position` and moves it.
Outcome<void> show_new(Context& context, ApiClient& client, const TailOptions& options, Position& position) {
    auto events = fetch_since(client, options, position.since);
    if (!events) return events.error();
    std::erase_if(*events,
                  [&](const Json& event) { return number_at(event, "index") <= position.last_index; });
    show_events(context.out(), *events);
    context.terminal().out->flush();
    if (events->empty()) return {};
    position.last_index = number_at(events->back(), "index");
    if (const std::string at = text_at(events->back(), "at"); !at.empty()) position.since = at;
    return {};
}

Outcome<void> tail(Context& context, const TailOptions& options) {
    auto client = context.signed_in();
    if (!client) return client.error();
    Position position{.since = options.filters.since, .last_index = std::nullopt};
    if (position.since.empty() && !options.once) position.since = format_utc(now_seconds());
    for (;;) {
        if (auto shown = show_new(context, *client, options, position); !shown) return shown.error();
        if (options.once) return {};
        std::this_thread::sleep_for(std::chrono::seconds(options.interval_seconds));
    }
}

}  // namespace

void add_audit_tail(CLI::App& parent, Action& chosen) {
    auto options = std::make_shared<TailOptions>();
    CLI::App* command = parent.add_subcommand("tail", std::string(help::kAuditTail));
    options->filters.add_to(*command);
    command->add_option("--kind", options->kind, std::string(help::kKind));
    command->add_option("--interval", options->interval_seconds, std::string(help::kInterval))
        ->check(CLI::Range(1U, kMaxWaitSeconds));
    command->add_flag("--once", options->once, std::string(help::kOnce));
    command->callback(
        [&chosen, options] { chosen = [options](Context& context) { return tail(context, *options); }; });
}

}  // namespace hotline::cli
