#include "clients/cli/audit_filters.hpp"

#include "clients/cli/messages.hpp"

namespace hotline::cli {

void AuditFilters::add_to(CLI::App& command) {
    command.add_option("--since", since, std::string(help::kSince));
    command.add_option("--until", until, std::string(help::kUntil));
    command.add_option("--unit", unit, std::string(help::kUnit));
    command.add_option("--officer", officer, std::string(help::kOfficer));
    command.add_option("--purpose", purpose, std::string(help::kPurpose));
    command.add_option("--case", case_ref, std::string(help::kRef));
}

std::vector<std::pair<std::string_view, std::string>> AuditFilters::pairs() const {
    return {{"since", since},     {"until", until},     {"unit", unit},
            {"officer", officer}, {"purpose", purpose}, {"case", case_ref}};
}

}  // namespace hotline::cli
