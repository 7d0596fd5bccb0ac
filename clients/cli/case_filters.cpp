#include "clients/cli/case_filters.hpp"

#include <CLI/CLI.hpp>

#include "clients/cli/messages.hpp"

namespace hotline::cli {

void CaseFilters::add_to(CLI::App& command) {
    command.add_option("--unit", unit, std::string(help::kUnit));
    command.add_option("--state", state, std::string(help::kState));
    command.add_option("--class", case_class, std::string(help::kClass));
    command.add_option("--field", field, std::string(help::kField));
    command.add_option("--area", area, std::string(help::kArea));
    command.add_option("--due", due, std::string(help::kDue))
        ->check(CLI::IsMember({"overdue", "soon", "ok"}));
    command.add_option("--since", since, std::string(help::kSince));
    command.add_option("--until", until, std::string(help::kUntil));
}

std::vector<std::pair<std::string_view, std::string>> CaseFilters::pairs() const {
    return {{"unit", unit}, {"state", state}, {"class", case_class}, {"field", field},
            {"area", area}, {"due", due},     {"since", since},      {"until", until}};
}

}  // namespace hotline::cli
