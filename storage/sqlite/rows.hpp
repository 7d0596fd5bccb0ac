#pragma once

#include "storage/records.hpp"
#include "storage/sqlite/statement.hpp"

#include <utility>

namespace hotline::storage::sqlite {

/// Reads the columns of one row in order; `ok()` is false once a value was out of range or of a wrong length.
class RowReader {
public:
    explicit RowReader(const Statement::Query& query, int column = 0) noexcept
        : query_(&query), column_(column) {}

    [[nodiscard]] std::int64_t integer() noexcept { return query_->integer(column_++); }
    [[nodiscard]] std::uint64_t count() noexcept { return query_->count(column_++); }
    [[nodiscard]] std::uint32_t u32() noexcept;
    [[nodiscard]] Time time() noexcept { return Time{std::chrono::milliseconds{integer()}}; }
    [[nodiscard]] std::optional<Time> optional_time() noexcept;
    [[nodiscard]] std::optional<std::uint32_t> optional_u32() noexcept;
    [[nodiscard]] std::string text() { return std::string(query_->text(column_++)); }
    [[nodiscard]] Bytes bytes() { return query_->bytes(column_++); }
    [[nodiscard]] ByteView blob() noexcept { return query_->blob(column_++); }
    /// An enumerator whose values run from 1 to `last`.
    template <class Enum>
    [[nodiscard]] Enum enumerator(Enum last) noexcept {
        const auto value = integer();
        if (value < 1 || value > static_cast<std::int64_t>(last)) ok_ = false;
        return static_cast<Enum>(value);
    }
    template <class Fixed>
    [[nodiscard]] Fixed fixed() noexcept {
        const auto value = Fixed::from(query_->blob(column_++));
        if (!value) ok_ = false;
        return value ? *value : Fixed{};
    }
    template <class Fixed>
    [[nodiscard]] std::optional<Fixed> optional_fixed() noexcept {
        if (!skip_null()) return fixed<Fixed>();
        return std::nullopt;
    }
    /// NULL reads as zero.
    template <class Fixed>
    [[nodiscard]] Fixed fixed_or_zero() noexcept {
        return optional_fixed<Fixed>().value_or(Fixed{});
    }
    [[nodiscard]] bool ok() const noexcept { return ok_; }

private:
    [[nodiscard]] bool skip_null() noexcept;

    const Statement::Query* query_;
    int column_;
    bool ok_ = true;
};

/// Columns that read_case and read_case_clear expect; `head` is the last.
inline constexpr int kCaseHeadColumn = 19;
#define HOTLINE_CASE_COLUMNS                                                                                \
    "number,id,state,class,field,area,unit,urgency,channel,flags,received_at,due_at,updated_at,created_by," \
    "assignee,citizen_salt,phone_token,version,manifest_leaf,head"
#define HOTLINE_EVENT_COLUMNS                                                                   \
    "n,t,kind,purpose,case_id,actor,unit,manifest,shown_json,shown_salt,staff_hash,staff_wrap," \
    "staff_envelope,leaf"

/// Errors of all: bad_format when a stored value is not of its form.
[[nodiscard]] Result<CaseRow> read_case_row(const Statement::Query& query);
/// A row and the head that stands in the same line of a query.
[[nodiscard]] Result<CaseSummary> with_head(CaseRow row, const Statement::Query& query);
/// Row and head.
[[nodiscard]] Result<CaseSummary> read_case(const Statement::Query& query);
[[nodiscard]] Result<EventRow> read_event(const Statement::Query& query);

/// NULL for the all-zero id; the view borrows `id`.
template <class Fixed>
[[nodiscard]] std::optional<ByteView> null_if_zero(const Fixed& id) {
    return id == Fixed{} ? std::nullopt : std::optional(id.view());
}

/// Runs a query that gives at most one row. Errors: not_found, the read's.
template <class Read>
[[nodiscard]] auto read_one(Statement::Query query, Read read) -> decltype(read(query)) {
    auto row = query.next();
    if (!row) return row.error();
    if (!*row) return fail(Errc::not_found, "no such row");
    return read(query);
}

/// Runs a query and collects what `read` makes of its rows.
template <class Read>
[[nodiscard]] auto read_all(Statement::Query query, Read read)
    -> Result<std::vector<typename decltype(read(query))::value_type>> {
    std::vector<typename decltype(read(query))::value_type> all;
    for (;;) {
        auto row = query.next();
        if (!row) return row.error();
        if (!*row) return all;
        auto item = read(query);
        if (!item) return item.error();
        all.push_back(*std::move(item));
    }
}

}  // namespace hotline::storage::sqlite
