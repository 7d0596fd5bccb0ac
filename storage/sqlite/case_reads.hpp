#pragma once

#include "storage/sqlite/rows.hpp"

namespace hotline::storage::sqlite {

/// Single cases, the blind index and the wrap cache. Errors as in ReadTx.
class CaseReads {
public:
    explicit CaseReads(Connection& db);
    [[nodiscard]] Result<CaseRecord> find(const CaseId& id);
    [[nodiscard]] Result<CaseRecord> find(CaseNumber number);
    [[nodiscard]] Result<std::string> unit_of(const CaseId& id);
    [[nodiscard]] Result<std::string> unit_of(CaseNumber number);
    /// Row and head of one case.
    [[nodiscard]] Result<CaseSummary> summary(CaseNumber number);
    /// The same for a row that `wanted` accepts; its head is not even decoded otherwise.
    template <class Wanted>
    [[nodiscard]] Result<std::optional<CaseSummary>> summary_if(CaseNumber number, Wanted wanted) {
        return read_one(by_number_(number),
                        [&](const Statement::Query& query) -> Result<std::optional<CaseSummary>> {
                            auto row = read_case_row(query);
                            if (!row) return row.error();
                            if (!wanted(*row)) return std::optional<CaseSummary>{};
                            auto summary = with_head(*std::move(row), query);
                            if (!summary) return summary.error();
                            return std::optional(*std::move(summary));
                        });
    }
    [[nodiscard]] Result<std::vector<CaseSummary>> by_phone_token(std::uint32_t token, std::uint32_t limit);
    [[nodiscard]] Result<std::vector<CaseNumber>> without_phone_token(std::uint32_t limit);
    [[nodiscard]] Result<std::vector<Bytes>> cached_wraps(const std::vector<CaseNumber>& numbers,
                                                          const crypto::Kid& unit,
                                                          crypto::Compartment compartment);

private:
    [[nodiscard]] Result<CaseRecord> with_body(Result<CaseSummary> summary);

    Statement by_id_, by_number_, unit_by_id_, unit_by_number_, body_, by_token_, awaiting_, cached_;
};

}  // namespace hotline::storage::sqlite
