#include "tests/contract/contract_suite.hpp"

namespace hotline::storage::contract {

std::vector<CaseNumber> EngineContract::all_numbers(CaseQuery query) {
    std::vector<CaseNumber> numbers;
    for (;;) {
        const auto found = page(query);
        for (const auto& item : found.items) numbers.push_back(item.row.number);
        if (!found.next) return numbers;
        query.before = found.next;
    }
}

CaseCounts EngineContract::counts(const std::optional<std::vector<std::string>>& units, Time now,
                                  std::chrono::milliseconds soon) {
    auto counted = read([&](ReadTx& tx) { return tx.count_cases(units, now, soon); });
    EXPECT_OK(counted);
    return counted ? *counted : CaseCounts{};
}

}  // namespace hotline::storage::contract
