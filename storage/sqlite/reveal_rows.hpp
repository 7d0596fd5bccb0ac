#pragma once

#include "storage/reveal_records.hpp"
#include "storage/sqlite/rows.hpp"

#define HOTLINE_APPROVAL_COLUMNS                                                                             \
    "id,state,case_id,requester,unit,purpose,compartments,note_wrap,note_envelope,leaf,asked_at,expires_at," \
    "approver,signature,wraps,version"

namespace hotline::storage::sqlite {

class Pending;

/// From HOTLINE_APPROVAL_COLUMNS. Errors: bad_format when a stored value is not of its form.
[[nodiscard]] Result<ApprovalRow> read_approval(const Statement::Query& query);

/// Approvals, looks, alerts, canaries and guesses. Errors as in ReadTx.
class RevealReads {
public:
    explicit RevealReads(Connection& db);
    [[nodiscard]] Result<ApprovalRow> find_approval(const RowId& id);
    [[nodiscard]] Result<std::vector<ApprovalRow>> approvals_of(const UserId& requester, std::uint32_t limit);
    [[nodiscard]] Result<std::vector<ApprovalRow>> approvals_in(ApprovalState state, std::uint32_t limit);
    [[nodiscard]] Result<std::vector<ApprovalRow>> approvals_on(const CaseId& case_id);
    /// `from`: the first index to look at.
    [[nodiscard]] Result<std::vector<LookRow>> looks_of(const UserId& actor, std::uint64_t from);
    [[nodiscard]] Result<std::vector<EventRow>> alerts(std::uint32_t limit);
    [[nodiscard]] Result<bool> has_canary(const Hash32& mark);
    [[nodiscard]] Result<std::vector<CanaryRow>> canaries();
    [[nodiscard]] Result<std::vector<CaseNumber>> guesses_before(Time at, std::uint32_t limit);

private:
    Statement approval_, of_requester_, in_state_, on_case_, looks_, alerts_, canary_, canaries_, guesses_;
};

/// Errors as in WriteTx.
class RevealWrites {
public:
    RevealWrites(Connection& db, RevealReads& reads, Pending& pending);

    void begin_work() { told_.clear(); }
    /// Gives the work's leaves about approvals their hashes. Errors: internal (a request or a decision
    /// without its leaf).
    [[nodiscard]] Result<void> finish_work();

    [[nodiscard]] Result<void> add_approval(const ApprovalRow& row);
    [[nodiscard]] Result<void> update_approval(const ApprovalRow& row);
    [[nodiscard]] Result<void> add_canary(const CanaryRow& row);
    [[nodiscard]] Result<void> put_guess(CaseNumber number, Time wipe_at);
    [[nodiscard]] Result<void> drop_guess(CaseNumber number);

private:
    /// What a leaf of this work has to say.
    struct Told {
        std::string_view kind;
        Hash32 hash;
    };
    [[nodiscard]] Result<void> put(const ApprovalRow& row, std::uint64_t leaf, std::uint32_t version);

    RevealReads* reads_;
    Pending* pending_;
    std::vector<Told> told_;
    Statement put_approval_, add_canary_, put_guess_, drop_guess_;
};

}  // namespace hotline::storage::sqlite
