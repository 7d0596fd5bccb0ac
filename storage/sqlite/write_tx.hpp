#pragma once

#include "storage/sqlite/account_writes.hpp"
#include "storage/sqlite/case_writes.hpp"
#include "storage/sqlite/directory_state.hpp"
#include "storage/sqlite/log_writes.hpp"
#include "storage/sqlite/people_writes.hpp"
#include "storage/sqlite/reveal_rows.hpp"

namespace hotline::storage::sqlite {

/// The writer's transaction: a group of works, each inside a savepoint that opens at its first change.
/// Owned by the writer thread; used by it alone.
class SqliteWriteTx final : public ReadsOf<WriteTx> {
public:
    SqliteWriteTx(Connection& db, Reads& reads);

    /// BEGIN IMMEDIATE; `now` becomes the time of the group's leaves. Errors: busy, storage_failed.
    [[nodiscard]] Result<void> begin_group(Time now);
    /// Runs one work. Errors: the work's, after undoing what it did; `is_broken` tells whether the group can
    /// go on.
    [[nodiscard]] Result<Commit> run(Engine::WriteWork& work);
    [[nodiscard]] bool is_broken() const noexcept { return broken_; }
    /// COMMIT; on error nothing of the group is stored. Errors: storage_full, storage_failed.
    [[nodiscard]] Result<void> commit_group();
    void abandon_group();

    Result<CaseRecord> find_case(const CaseId& id) override;
    Result<CaseRecord> find_case(CaseNumber number) override;
    Result<std::string> unit_of_case(const CaseId& id) override;
    Result<std::string> unit_of_case(CaseNumber number) override;
    Result<IdempotencyRow> find_idempotency(const Hash32& id) override;
    Result<std::vector<CaseSummary>> cases_by_phone_token(std::uint32_t token, std::uint32_t limit) override;
    Result<std::vector<CaseNumber>> cases_without_phone_token(std::uint32_t limit) override;
    Result<CaseCounts> count_cases(const Units& units, Time now, std::chrono::milliseconds soon) override;
    Result<CasePage> list_cases(const CaseQuery& query) override;
    Result<std::vector<EventRow>> events(const EventQuery& query) override;
    Result<std::uint64_t> event_count() override;
    Result<std::uint64_t> directory_version() override;

    Result<CaseNumber> insert_case(const CaseRecord& record, std::uint64_t directory_version) override;
    Result<void> update_case(const CaseRecord& record, std::uint32_t expected_version,
                             std::uint64_t directory_version) override;
    Result<void> set_phone_token(CaseNumber number, std::uint32_t token) override;
    Result<void> cache_wrap(CaseNumber number, const crypto::Kid& unit, crypto::Compartment compartment,
                            const Bytes& wrap) override;
    Result<void> append_event(const EventDraft& draft) override;
    Result<void> put_user(const UserRow& user) override;
    Result<void> put_grant(const GrantRow& grant) override;
    Result<void> drop_grants(const UserId& user) override;
    Result<void> put_unit_key(const UnitKeyRow& key) override;
    Result<void> put_sealed_secret(const SealedSecretRow& secret) override;
    Result<void> drop_sealed_secret(std::string_view name, ByteView recipient) override;
    Result<void> put_session(const SessionRow& session) override;
    Result<void> touch_session(const SessionRow& seen) override;
    Result<void> drop_session(const crypto::SessionId& id) override;
    Result<void> drop_sessions_of(const UserId& user) override;
    Result<void> drop_other_sessions(const UserId& user, const crypto::SessionId& kept) override;
    Result<std::uint64_t> drop_sessions_before(Time seen_before, Time created_before) override;
    Result<void> put_second_factor(const SecondFactorRow& row) override;
    Result<void> drop_second_factor(const UserId& user) override;
    Result<void> put_recovery_slot(const RecoverySlotRow& row) override;
    Result<void> drop_recovery_slot(const UserId& user) override;
    Result<void> put_invitation(const InvitationRow& row) override;
    Result<void> put_activation(const ActivationRow& row) override;
    Result<void> drop_invitation(const UserId& user) override;
    Result<void> put_idempotency(const IdempotencyRow& row) override;
    Result<std::uint64_t> drop_idempotency_before(Time at) override;
    Result<void> put_export(const ExportRow& row) override;
    Result<void> put_fact(std::string_view key, std::string_view value) override;
    Result<void> put_tile(std::uint8_t level, std::uint64_t index, const Bytes& hashes) override;
    Result<void> publish_checkpoint(const CheckpointRow& row) override;
    Result<void> lease_signer(std::string_view holder, Time now, Time until) override;
    Result<void> erase_compartments(CaseNumber number, const std::vector<crypto::Compartment>& compartments,
                                    bool with_events) override;

    Result<std::vector<LookRow>> looks_of(const UserId& actor, Time since) override;
    Result<std::vector<EventRow>> alerts(std::uint32_t limit) override;
    Result<void> add_approval(const ApprovalRow& row) override;
    Result<void> update_approval(const ApprovalRow& row) override;
    Result<void> add_canary(const CanaryRow& row) override;
    Result<void> put_guess(CaseNumber number, Time wipe_at) override;
    Result<void> drop_guess(CaseNumber number) override;

private:
    /// Opens the work's savepoint, then does `change`.
    template <class Change>
    auto changing(Change change) -> decltype(change());
    /// `changing` for rows that the directory's state covers.
    template <class Change>
    auto changing_people(Change change) -> decltype(change());
    /// The same for a change of rows that the work itself may have added.
    template <class Change>
    auto changing_rows(Change change) -> decltype(change());
    /// Writes the rows that wait in memory, then does `read`.
    template <class Read>
    auto seeing_rows(Read read) -> decltype(read());
    /// Writes rows and leaves, then does `read`.
    template <class Read>
    auto seeing_leaves(Read read) -> decltype(read());
    /// Writes rows and counters, then does `read`.
    template <class Read>
    auto seeing_counters(Read read) -> decltype(read());
    [[nodiscard]] Result<void> show_earlier_rows();
    [[nodiscard]] Result<void> show_rows();
    [[nodiscard]] Result<void> call(Engine::WriteWork& work);
    [[nodiscard]] Result<void> open_savepoint();
    [[nodiscard]] Result<void> close_savepoint();
    void undo_work();

    Connection* db_;
    Pending pending_;
    CaseWrites cases_;
    LogWrites log_;
    PeopleWrites people_;
    AccountWrites accounts_;
    RevealWrites reveals_;
    DirectoryBinding directory_;
    Statement begin_, commit_, rollback_, savepoint_, release_, rollback_to_;
    bool loaded_ = false, in_savepoint_ = false, broken_ = false;
};

}  // namespace hotline::storage::sqlite
