#pragma once

#include <CLI/App.hpp>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace hotline::cli {

/// Which log entries: the filters of audit events and exports. Empty means all.
struct AuditFilters {
    std::string since;  ///< RFC 3339
    std::string until;  ///< RFC 3339
    std::string unit;
    std::string officer;  ///< user name
    std::string purpose;
    std::string case_ref;

    void add_to(CLI::App& command);
    /// Name and value of each, the empty ones too.
    [[nodiscard]] std::vector<std::pair<std::string_view, std::string>> pairs() const;
};

}  // namespace hotline::cli
