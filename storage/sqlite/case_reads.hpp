#pragma once

#include "storage/sqlite/rows.hpp"

namespace hotline::storage::sqlite {

/// Single cases, the blind index and the wrap cache. Errors as in ReadTx.
class CaseReads {
public:
    explicit CaseReads(Connection& db);
    [[nodiscard]] Result<CaseRecord> find(const CaseId& id);
    [[nodiscard]] Result<CaseRecord> find(CaseNumber number);
    /// Row and head of one case.
    [[nodiscard]] Result<CaseSummary> summary(CaseNumber number);
    [[nodiscard]] Result<std::vector<CaseSummary>> by_phone_token(std::uint32_t token, std::uint32_t limit);
    [[nodiscard]] Result<std::vector<CaseNumber>> without_phone_token(std::uint32_t limit);
    [[nodiscard]] Result<std::vector<Bytes>> cached_wraps(const std::vector<CaseNumber>& numbers,
                                                          const crypto::Kid& unit,
                                                          crypto::Compartment compartment);

private:
    [[nodiscard]] Result<CaseRecord> with_body(Result<CaseSummary> summary);

    Statement by_id_, by_number_, body_, by_token_, awaiting_, cached_;
};

}  // namespace hotline::storage::sqlite
