#pragma once

#include "storage/sqlite/pending.hpp"
#include "storage/sqlite/reads.hpp"

namespace hotline::storage::sqlite {

/// Changes of cases, their index tokens and cached wraps. Errors as in WriteTx.
class CaseWrites {
public:
    CaseWrites(Connection& db, Reads& reads, Pending& pending);

    void begin_work();
    /// Tells that leaf `leaf` carries the manifest of a case.
    void saw_manifest(const CaseId& id, std::uint64_t leaf) { manifests_.push_back({id, leaf, false}); }
    /// Points every changed case to the leaf that covers it, once the work's leaves are known, and completes
    /// `b` of those leaves. Errors: internal (a case without its leaf), not_found (a manifest of no case).
    [[nodiscard]] Result<void> finish_work();

    /// Completes `b` of the leaves that wait: their cases as they are now. Called again at the end of the
    /// work; a case must not change after that. Errors: not_found (a manifest of no case).
    [[nodiscard]] Result<void> bind_leaves();

    /// Waits in memory with the group's new rows. Errors: also conflict, when the id is taken.
    [[nodiscard]] Result<CaseNumber> insert(const CaseRecord& record, std::uint64_t directory_version);
    [[nodiscard]] Result<void> update(const CaseRecord& record, std::uint32_t expected_version,
                                      std::uint64_t directory_version);
    [[nodiscard]] Result<void> set_phone_token(CaseNumber number, std::uint32_t token);
    [[nodiscard]] Result<void> cache_wrap(CaseNumber number, const crypto::Kid& unit,
                                          crypto::Compartment compartment, const Bytes& wrap);
    [[nodiscard]] Result<void> erase(CaseNumber number, const std::vector<crypto::Compartment>& compartments,
                                     bool with_events);

private:
    /// A leaf of this work with a manifest, in order; `bound` once its `b` is complete.
    struct Covered {
        CaseId id;
        std::uint64_t leaf = 0;
        bool bound = false;
    };
    struct Touched {
        CaseId id;
        CaseNumber number = 0;
        std::uint64_t written_leaf = 0;  // what the row says now
    };
    /// The row of a case as the work leaves it.
    [[nodiscard]] Result<CaseRow> row_of(const CaseId& id);
    /// A change's leaf vouches for the whole case: it must not vouch for what another hand changed before.
    [[nodiscard]] Result<void> check_unchanged(const CaseRecord& stored);
    [[nodiscard]] Result<void> check_free(const CaseId& id);
    [[nodiscard]] Result<void> replace(const CaseRecord& old, const CaseRecord& with);
    [[nodiscard]] Result<bool> awaits_after(const CaseRecord& old, const CaseRecord& with);
    [[nodiscard]] Result<void> empty_events(const CaseId& id);
    [[nodiscard]] Result<void> drop_stale_cache(const CaseRecord& old, const CaseRecord& with);
    /// The leaf that the row gets now: the one that has its manifest, or the next to come.
    [[nodiscard]] std::uint64_t leaf_for(const CaseId& id) const;
    /// The row itself while it waits in memory.
    [[nodiscard]] NewCase* waiting(CaseNumber number);

    Reads* reads_;
    Pending* pending_;
    std::vector<Touched> touched_;
    std::vector<Covered> manifests_;
    Statement exists_, update_, update_body_, awaits_, newest_manifest_, set_leaf_, set_token_, whole_,
        set_sum_;
    Statement put_wrap_, cached_of_, drop_wrap_, events_of_, empty_event_, whole_event_, set_event_sum_;
};

}  // namespace hotline::storage::sqlite
