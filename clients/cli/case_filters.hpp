#pragma once

#include <CLI/App.hpp>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace hotline::cli {

/// Which cases: the filters of GET /v1/cases. Empty means all.
struct CaseFilters {
    std::string unit;
    std::string state;
    std::string case_class;
    std::string field;
    std::string area;
    std::string due;    ///< overdue, soon or ok
    std::string since;  ///< RFC 3339
    std::string until;  ///< RFC 3339

    void add_to(CLI::App& command);
    /// The query's pairs, for query_of.
    [[nodiscard]] std::vector<std::pair<std::string_view, std::string>> pairs() const;
};

}  // namespace hotline::cli
