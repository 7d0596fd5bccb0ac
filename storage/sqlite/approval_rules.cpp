#include "storage/sqlite/approval_rules.hpp"

#include "storage/approval_hash.hpp"
#include "storage/sqlite/reveal_rows.hpp"

#include <algorithm>
#include <map>

namespace hotline::storage::sqlite {
namespace {

using Decisions = std::multimap<Hash32, std::uint64_t>;  // b → leaf

Result<Decisions> read_decisions(Connection& db) {
    Statement select(db,
                     "SELECT n,manifest FROM events WHERE kind IN ('reveal.approved','reveal.refused')"
                     " AND manifest IS NOT NULL");
    Decisions decisions;
    auto rows = select();
    for (;;) {
        auto row = rows.next();
        if (!row) return row.error();
        if (!*row) return decisions;
        const auto hash = Hash32::from(rows.blob(1));
        if (!hash) return hash.error();
        decisions.emplace(*hash, rows.count(0));
    }
}

/// What follows from the row's own state. Whether an approval has ended is not in the log when its time was
/// over, and a row that says so too early only refuses.
bool is_consistent(const ApprovalRow& row) {
    const bool decided = row.approver != UserId{}, signed_by = row.signature != crypto::Signature{};
    const bool ended = row.state == ApprovalState::ended;
    if (row.version != 1U + (decided ? 1U : 0U) + (ended ? 1U : 0U)) return false;
    if (row.state != ApprovalState::approved && !row.wraps.empty()) return false;
    switch (row.state) {
        case ApprovalState::pending:
            return !decided && !signed_by;
        case ApprovalState::approved:
            return decided && signed_by;
        case ApprovalState::refused:
            return decided && !signed_by;
        case ApprovalState::ended:
            return decided || !signed_by;
    }
    return false;
}

class ApprovalCheck {
public:
    ApprovalCheck(Connection& db, Decisions decisions, Findings& findings)
        : asked_(db, "SELECT manifest FROM events WHERE n=? AND kind='reveal.asked'"),
          decisions_(std::move(decisions)),
          findings_(&findings) {}

    Result<void> look(const ApprovalRow& row) {
        const auto name = std::to_string(row.leaf);
        auto leaf = asked_(row.leaf);
        const auto found = leaf.next();
        if (!found) return found.error();
        const bool bound = *found && !leaf.is_null(0);
        if (bound && !std::ranges::equal(leaf.blob(0), asked_hash(row).view()))
            findings_->add("approvals", name, "is not what its leaf says");
        if (!is_consistent(row)) findings_->add("approvals", name, "its columns contradict each other");
        if (row.approver == UserId{}) return {};
        const bool approved = row.signature != crypto::Signature{};
        const auto decision = decisions_.find(decided_hash(row, approved));
        if (decision != decisions_.end())
            decisions_.erase(decision);
        else if (bound)
            findings_->add("approvals", name, "no leaf tells of this decision");
        return {};
    }

    void finish() {
        for (const auto& [hash, leaf] : decisions_)
            findings_->add("approvals", std::to_string(leaf), "the decision of this leaf is not stored");
    }

private:
    Statement asked_;
    Decisions decisions_;
    Findings* findings_;
};

}  // namespace

Result<void> check_approvals(Connection& db, const RowChecks& also, Findings& findings) {
    auto decisions = read_decisions(db);
    if (!decisions) return decisions.error();
    ApprovalCheck check(db, *std::move(decisions), findings);
    Statement select(db, "SELECT " HOTLINE_APPROVAL_COLUMNS " FROM approvals ORDER BY leaf");
    auto rows = select();
    for (;;) {
        auto row = rows.next();
        if (!row) return row.error();
        if (!*row) break;
        const auto approval = read_approval(rows);
        if (!approval) {
            findings.add("approvals", std::to_string(rows.integer(9)), "a column is out of range");
            continue;
        }
        if (auto done = check.look(*approval); !done) return done;
        const auto fine = also.approval ? also.approval(*approval) : Result<void>{};
        if (!fine) findings.add("approvals", std::to_string(approval->leaf), fine.error().internal);
    }
    check.finish();
    return {};
}

}  // namespace hotline::storage::sqlite
