#include "storage/sqlite/case_reads.hpp"

namespace hotline::storage::sqlite {
namespace {

Result<std::string> read_unit(const Statement::Query& row) {
    return std::string(row.text(0));
}

}  // namespace

CaseReads::CaseReads(Connection& db)
    : by_id_(db, "SELECT " HOTLINE_CASE_COLUMNS " FROM cases WHERE id=?"),
      by_number_(db, "SELECT " HOTLINE_CASE_COLUMNS " FROM cases WHERE number=?"),
      unit_by_id_(db, "SELECT unit FROM cases WHERE id=?"),
      unit_by_number_(db, "SELECT unit FROM cases WHERE number=?"),
      body_(db, "SELECT body FROM case_bodies WHERE number=?"),
      by_token_(
          db, "SELECT " HOTLINE_CASE_COLUMNS " FROM cases WHERE phone_token=? ORDER BY number DESC LIMIT ?"),
      awaiting_(db, "SELECT number FROM cases WHERE awaits_token=1 ORDER BY number DESC LIMIT ?"),
      cached_(db, "SELECT wrap FROM wrap_cache WHERE number=? AND compartment=? AND unit=?") {}

Result<CaseRecord> CaseReads::find(const CaseId& id) {
    return with_body(read_one(by_id_(id), read_case));
}

Result<CaseRecord> CaseReads::find(CaseNumber number) {
    return with_body(summary(number));
}

Result<std::string> CaseReads::unit_of(const CaseId& id) {
    return read_one(unit_by_id_(id), read_unit);
}

Result<std::string> CaseReads::unit_of(CaseNumber number) {
    return read_one(unit_by_number_(number), read_unit);
}

Result<CaseSummary> CaseReads::summary(CaseNumber number) {
    return read_one(by_number_(number), read_case);
}

Result<CaseRecord> CaseReads::with_body(Result<CaseSummary> summary) {
    if (!summary) return summary;
    auto query = body_(summary->row.number);
    auto row = query.next();
    if (!row) return row.error();
    if (!*row) return fail(Errc::bad_format, "a case without its body");
    if (auto parts = decode_parts(query.blob(0), summary->dossier); !parts) return parts.error();
    summary->dossier.sort();
    return summary;
}

Result<std::vector<CaseSummary>> CaseReads::by_phone_token(std::uint32_t token, std::uint32_t limit) {
    return read_all(by_token_(token, limit), read_case);
}

Result<std::vector<CaseNumber>> CaseReads::without_phone_token(std::uint32_t limit) {
    return read_all(awaiting_(limit),
                    [](const Statement::Query& row) -> Result<CaseNumber> { return row.integer(0); });
}

Result<std::vector<Bytes>> CaseReads::cached_wraps(const std::vector<CaseNumber>& numbers,
                                                   const crypto::Kid& unit, crypto::Compartment compartment) {
    std::vector<Bytes> wraps;
    wraps.reserve(numbers.size());
    for (const auto number : numbers) {
        auto query = cached_(number, compartment, unit);
        auto row = query.next();
        if (!row) return row.error();
        wraps.push_back(*row ? query.bytes(0) : Bytes{});
    }
    return wraps;
}

}  // namespace hotline::storage::sqlite
