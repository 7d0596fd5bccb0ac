#pragma once

#include "tests/contract/contract_suite.hpp"

#include <algorithm>
#include <map>
#include <random>

namespace hotline::storage::contract {

inline constexpr Time kNow{std::chrono::sys_days{std::chrono::year{2026} / 9 / 10} + std::chrono::hours{8} +
                           std::chrono::minutes{20}};
inline constexpr std::chrono::hours kSoon{48};

/// Random cases and changes, together with what a plain list of rows says of them.
class ListContract : public EngineContract {
protected:
    void add(std::size_t n);
    void change(std::size_t n);
    /// Numbers that match, newest first, from the plain list.
    [[nodiscard]] std::vector<CaseNumber> expected(const CaseQuery& query) const;
    void expect_counts(const std::optional<std::vector<std::string>>& units);
    [[nodiscard]] std::size_t pick(std::size_t n);

    std::mt19937_64 random_{1022};
    std::map<CaseNumber, CaseRecord> rows_;
};

}  // namespace hotline::storage::contract
