#include <memory>

#include "clients/cli/case_filters.hpp"
#include "clients/cli/case_view.hpp"
#include "clients/cli/commands/commands.hpp"
#include "clients/cli/messages.hpp"

namespace hotline::cli {
namespace {

Cell count(const Json& counts, std::string_view key, Style style) {
    const std::string number = std::to_string(number_at(counts, key).value_or(0));
    return {number, number, number == "0" ? Style::plain : style};
}

/// The counts come with any page of cases, so the smallest page is asked for.
Outcome<void> stats(Context& context, const CaseFilters& filters) {
    auto client = context.signed_in();
    if (!client) return client.error();
    auto pairs = filters.pairs();
    pairs.emplace_back("limit", "1");
    auto page = client->get("/v1/cases" + query_of(pairs));
    if (!page) return page.error();
    const Json& counts = part_at(*page, "counts");
    const Output& out = context.out();
    if (out.wants_json()) {
        out.json_line(counts);
        return {};
    }
    std::vector<Row> rows;
    for (const auto& [state, cases] : part_at(counts, "by_state").items()) {
        rows.push_back({coded(state), cases.dump()});
    }
    rows.push_back({coded("overdue"), count(counts, "overdue", Style::red)});
    rows.push_back({coded("soon"), count(counts, "soon", Style::yellow)});
    rows.push_back({coded("ok"), count(counts, "ok", Style::green)});
    out.table({label::kState, label::kCount}, rows);
    return {};
}

}  // namespace

void add_stats(CLI::App& parent, Action& chosen) {
    auto filters = std::make_shared<CaseFilters>();
    CLI::App* command = parent.add_subcommand("stats", std::string(help::kStats));
    filters->add_to(*command);
    command->callback(
        [&chosen, filters] { chosen = [filters](Context& context) { return stats(context, *filters); }; });
}

}  // namespace hotline::cli
