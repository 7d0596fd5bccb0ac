#include "storage/sqlite/rows.hpp"

#include "storage/case_hash.hpp"

#include <limits>

namespace hotline::storage::sqlite {

bool RowReader::skip_null() noexcept {
    if (!query_->is_null(column_)) return false;
    ++column_;
    return true;
}

std::uint32_t RowReader::u32() noexcept {
    const auto value = integer();
    if (value < 0 || value > std::numeric_limits<std::uint32_t>::max()) ok_ = false;
    return static_cast<std::uint32_t>(value);
}

std::optional<Time> RowReader::optional_time() noexcept {
    return skip_null() ? std::nullopt : std::optional(time());
}

std::optional<std::uint32_t> RowReader::optional_u32() noexcept {
    return skip_null() ? std::nullopt : std::optional(u32());
}

Result<CaseRow> read_case_row(const Statement::Query& query) {
    RowReader in(query);
    CaseRow row;
    row.number = in.integer();
    row.id = in.fixed<CaseId>();
    row.state = in.enumerator(CaseState::reopened);
    row.class_code = in.text();
    row.field = in.text();
    row.area = in.text();
    row.unit = in.text();
    row.urgency = in.text();
    row.channel = in.text();
    const auto flags = decode_flags(in.integer());
    if (flags) row.flags = *flags;
    row.received_at = in.time();
    row.due_at = in.optional_time();
    row.updated_at = in.time();
    row.created_by = in.fixed_or_zero<UserId>();
    row.assignee = in.fixed_or_zero<UserId>();
    row.citizen_salt = in.fixed<Salt16>();
    row.phone_token = in.optional_u32();
    row.version = in.u32();
    row.manifest_leaf = in.count();
    if (!in.ok() || !flags) return fail(Errc::bad_format, "stored case row");
    return row;
}

Result<CaseSummary> read_case(const Statement::Query& query) {
    auto row = read_case_row(query);
    if (!row) return row.error();
    return with_head(*std::move(row), query);
}

Result<CaseSummary> with_head(CaseRow row, const Statement::Query& query) {
    CaseSummary summary{std::move(row), {}};
    if (auto parts = decode_parts(query.blob(kCaseHeadColumn), summary.dossier); !parts) return parts.error();
    return summary;
}

Result<EventRow> read_event(const Statement::Query& query) {
    RowReader in(query);
    EventRow event;
    event.index = in.count();
    event.at = in.time();
    auto& details = event.details;
    details.kind = in.text();
    details.purpose = in.text();
    details.case_id = in.optional_fixed<CaseId>();
    details.actor = in.optional_fixed<UserId>();
    details.unit = in.text();
    details.manifest = in.optional_fixed<Hash32>();
    details.shown_json = in.text();
    details.shown_salt = in.fixed_or_zero<Salt32>();
    details.staff_hash = in.fixed<Hash32>();
    details.staff_wrap = in.bytes();
    details.staff_envelope = in.bytes();
    event.leaf = in.bytes();
    if (!in.ok()) return fail(Errc::bad_format, "stored event row");
    return event;
}

}  // namespace hotline::storage::sqlite
