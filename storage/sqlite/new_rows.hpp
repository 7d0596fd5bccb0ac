#pragma once

#include "storage/sqlite/rows.hpp"

#include <vector>

namespace hotline::storage::sqlite {

/// Columns of a case that are not the caller's to set.
struct GivenColumns {
    CaseNumber number = 0;
    bool awaits_token = false;
    std::uint32_t version = 1;
    std::uint64_t manifest_leaf = 0;
};
/// Runs a statement that takes a whole row of `cases`.
[[nodiscard]] Result<void> run_case_row(Statement& statement, const CaseRow& row, const GivenColumns& given,
                                        ByteView head);

struct NewCase {
    CaseRow row;
    GivenColumns given;
    Bytes head, body;
};

/// Rows that a group adds. They wait in memory and are written table by table: a work that fails is forgotten
/// without a savepoint, which would copy every page that the work changes.
struct NewRows {
    std::vector<NewCase> cases;
    std::vector<EventDraft> events;
    std::vector<IdempotencyRow> answers;

    void append(NewRows&& others);
    void clear();
    [[nodiscard]] bool empty() const noexcept { return cases.empty() && events.empty() && answers.empty(); }
    [[nodiscard]] bool has_case(const CaseId& id) const noexcept;
    [[nodiscard]] bool has_answer(const Hash32& id) const noexcept;
};

/// Writes new rows.
class NewRowWrites {
public:
    explicit NewRowWrites(Connection& db);
    /// Writes and empties cases and answers.
    [[nodiscard]] Result<void> flush_cases(NewRows& rows);
    /// Writes and empties the events. @param first_leaf index of the first; the others follow.
    [[nodiscard]] Result<void> flush_events(NewRows& rows, std::uint64_t first_leaf, Time at);

private:
    [[nodiscard]] Result<void> put_event(const EventDraft& event, std::uint64_t leaf, Time at);
    [[nodiscard]] Result<void> put_answer(const IdempotencyRow& row);

    std::int64_t next_answer_ = 0;  // 0: not asked yet
    Statement insert_case_, insert_body_, insert_event_, insert_answer_, newest_answer_;
};

}  // namespace hotline::storage::sqlite
