#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <memory>

#include "clients/cli/case_view.hpp"
#include "clients/cli/commands/commands.hpp"
#include "clients/cli/messages.hpp"

namespace hotline::cli {
namespace {

void show_facts(const Output& out, const Json& shown) {
    out.pair(label::kReference, Cell(text_at(shown, "reference"), text_at(shown, "reference"), Style::bold));
    out.pair(label::kSubject, text_at(shown, "subject"));
    out.pair(label::kState, coded(text_at(shown, "state")));
    out.pair(label::kDue, deadline(text_at(shown, "due_at"), now_seconds()));
    out.pair(label::kClass, coded(text_at(shown, "class")));
    out.pair(label::kField, text_at(shown, "field"));
    out.pair(label::kArea, text_at(shown, "area"));
    out.pair(label::kUnit, text_at(shown, "unit"));
    out.pair(label::kUrgency, coded(text_at(shown, "urgency")));
    out.pair(label::kChannel, coded(text_at(shown, "channel")));
    out.pair(label::kReceived, timed(text_at(shown, "received_at")));
    if (const auto version = number_at(shown, "version"))
        out.pair(label::kCaseVersion, std::to_string(*version));
}

void show_flags(const Output& out, const Json& flags) {
    std::string raised;
    std::string words;
    for (const auto& [name, value] : flags.items()) {
        if (!value.is_boolean() || !value.get<bool>()) continue;
        raised += (raised.empty() ? "" : ",") + name;
        words += (words.empty() ? "" : ", ") + word_for(name);
    }
    out.pair(label::kFlags, Cell(raised, words));
}

void show_conversation(const Output& out, const Json& messages) {
    if (messages.empty()) return;
    out.heading(label::kConversation);
    std::vector<Row> rows;
    for (const Json& message : messages) {
        const std::string officer = text_at(message, "officer");
        rows.push_back({timed(text_at(message, "at")), coded(text_at(message, "from")),
                        text_at(message, "unit"), officer, text_at(message, "text")});
    }
    out.table({label::kAt, label::kFrom, label::kUnit, label::kOfficer, label::kText}, rows);
}

void show_timeline(const Output& out, const Json& events) {
    if (events.empty()) return;
    out.heading(label::kTimeline);
    std::vector<Row> rows;
    for (const Json& event : events) {
        const auto leaf = number_at(event, "leaf");
        rows.push_back({timed(text_at(event, "at")), coded(text_at(event, "act")), text_at(event, "unit"),
                        text_at(event, "officer"), coded(text_at(event, "purpose")),
                        joined_at(event, "compartments", ","), text_at(event, "to"),
                        leaf ? std::to_string(*leaf) : std::string()});
    }
    out.table({label::kAt, label::kAct, label::kUnit, label::kOfficer, label::kPurpose, label::kCompartments,
               label::kTo, label::kLeaf},
              rows);
}

void show_compartments(const Output& out, const Json& compartments) {
    if (compartments.empty()) return;
    out.heading(label::kCompartments);
    std::vector<Row> rows;
    for (const Json& one : compartments)
        rows.push_back({coded(text_at(one, "name")), coded(text_at(one, "access"))});
    out.table({label::kCompartments, label::kAccess}, rows);
}

Outcome<void> show(Context& context, const std::string& reference) {
    auto client = context.signed_in();
    if (!client) return client.error();
    auto found = client->get("/v1/cases/" + percent_encoded(reference));
    if (!found) return found.error();
    const Output& out = context.out();
    if (out.wants_json()) {
        out.json_line(*found);
        return {};
    }
    show_facts(out, *found);
    show_flags(out, part_at(*found, "flags"));
    out.pair(label::kActs, joined_at(*found, "acts", ", "));
    out.heading(label::kReport);
    out.pair(label::kReport, text_at(*found, "report"));
    show_conversation(out, part_at(*found, "conversation"));
    show_timeline(out, part_at(*found, "timeline"));
    show_compartments(out, part_at(*found, "compartments"));
    return {};
}

}  // namespace

void add_case_show(CLI::App& parent, Action& chosen) {
    auto reference = std::make_shared<std::string>();
    CLI::App* command = parent.add_subcommand("show", std::string(help::kCaseShow));
    command->add_option("REF", *reference, std::string(help::kRef))->required();
    command->callback([&chosen, reference] {
        chosen = [reference](Context& context) { return show(context, *reference); };
    });
}

}  // namespace hotline::cli
