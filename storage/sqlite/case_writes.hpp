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
    void saw_manifest(const CaseId& id, std::uint64_t leaf) { manifests_.emplace_back(id, leaf); }
    /// Points every changed case to the leaf that covers its dossier, once the work's leaves are known.
    [[nodiscard]] Result<void> finish_work();

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
    struct Touched {
        CaseId id;
        CaseNumber number = 0;
        std::uint64_t written_leaf = 0;   // what the row says now
        std::uint64_t fallback_leaf = 0;  // what it must say when no leaf of this work has its manifest
        bool is_new = false;
    };
    [[nodiscard]] Result<void> check_free(const CaseId& id);
    [[nodiscard]] Result<void> replace(const CaseRecord& old, const CaseRecord& with);
    [[nodiscard]] Result<bool> awaits_after(const CaseRecord& old, const CaseRecord& with);
    [[nodiscard]] Result<void> empty_events(const CaseId& id);
    [[nodiscard]] Result<void> drop_stale_cache(const CaseRecord& old, const CaseRecord& with);
    /// The leaf that the row gets now: the one that has its manifest, or the next to come.
    [[nodiscard]] std::uint64_t leaf_for(const CaseId& id) const;
    [[nodiscard]] std::uint64_t final_leaf(const Touched& touched) const;
    /// The row itself while it waits in memory.
    [[nodiscard]] NewCase* waiting(CaseNumber number);

    Reads* reads_;
    Pending* pending_;
    std::vector<Touched> touched_;
    std::vector<std::pair<CaseId, std::uint64_t>> manifests_;
    Statement exists_, update_, update_body_, awaits_, set_leaf_, set_token_, whole_, set_sum_;
    Statement put_wrap_, cached_of_, drop_wrap_, events_of_, empty_event_, whole_event_, set_event_sum_;
};

/// due_at while the state is open: what lists and counters go by.
[[nodiscard]] std::optional<Time> open_due_of(const CaseRow& row);
/// True when the case has a contact that may be indexed and no token yet.
[[nodiscard]] bool awaits_token(const CaseRecord& record);

}  // namespace hotline::storage::sqlite
