#include "clients/cli/case_view.hpp"

#include <algorithm>
#include <fmt/format.h>

#include "clients/cli/messages.hpp"
#include "clients/cli/printable.hpp"

namespace hotline::cli {
namespace {

Row summary_row(const Json& item, SysSeconds now) {
    return {text_at(item, "reference"),      coded(text_at(item, "state")),
            text_at(item, "unit"),           text_at(item, "field"),
            coded(text_at(item, "urgency")), deadline(text_at(item, "due_at"), now),
            text_at(item, "subject")};
}

}  // namespace

std::string word_for(std::string_view code) {
    const auto* found = std::ranges::find(msg::kWords, code, &msg::Word::code);
    return std::string(found == std::end(msg::kWords) ? code : found->vietnamese);
}

Cell coded(const std::string& code) {
    return {code, word_for(code)};
}

Cell timed(const std::string& rfc3339) {
    return {rfc3339, local_time(rfc3339)};
}

Cell deadline(const std::string& due_at, SysSeconds now) {
    const auto due = parse_time(due_at);
    if (!due) return due_at;
    return {due_at, fmt::format("{} ({})", local_time(due_at), time_left(due_at, now)),
            *due < now ? Style::red : Style::plain};
}

void show_summaries(const Output& out, const std::vector<Json>& items) {
    if (out.wants_json()) {
        for (const Json& item : items) out.json_line(item);
        return;
    }
    const SysSeconds now = now_seconds();
    std::vector<Row> rows;
    for (const Json& item : items) rows.push_back(summary_row(item, now));
    out.table({label::kReference, label::kState, label::kUnit, label::kField, label::kUrgency, label::kDue,
               label::kSubject},
              rows);
}

void show_case_state(const Output& out, const Json& answer) {
    if (out.wants_json()) {
        out.json_line(answer);
        return;
    }
    out.pair(label::kReference, text_at(answer, "reference"));
    out.pair(label::kState, coded(text_at(answer, "state")));
    out.pair(label::kUnit, text_at(answer, "unit"));
    out.pair(label::kDue, deadline(text_at(answer, "due_at"), now_seconds()));
    if (const auto version = number_at(answer, "version"))
        out.pair(label::kCaseVersion, std::to_string(*version));
}

void show_asked(const Output& out, const Json& answer) {
    const Json& approval = part_at(answer, "approval");
    const std::string id = text_at(approval, "id");
    out.note(fmt::format(msg::kApprovalNeeded, printable(id, true)));
    if (out.wants_json()) {
        out.json_line(answer);
        return;
    }
    out.pair(label::kRequest, id);
    out.pair(label::kState, coded(text_at(approval, "state")));
    if (const auto leaf = number_at(answer, "leaf")) out.pair(label::kLeaf, std::to_string(*leaf));
}

}  // namespace hotline::cli
