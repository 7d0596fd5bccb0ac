#pragma once

#include "storage/reveal_records.hpp"

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace hotline::storage {

/// Reads of one consistent snapshot. Valid only inside the function it was given to.
class ReadTx {
public:
    virtual ~ReadTx() = default;

    /// Errors of all: storage_failed, storage_busy as `busy`; `not_found` where one thing is asked for.
    [[nodiscard]] virtual Result<CaseRecord> find_case(const CaseId& id) = 0;
    [[nodiscard]] virtual Result<CaseRecord> find_case(CaseNumber number) = 0;
    /// The unit that handles a case, without reading the rest: so cheap that time does not tell a case of
    /// another unit from none.
    [[nodiscard]] virtual Result<std::string> unit_of_case(const CaseId& id) = 0;
    [[nodiscard]] virtual Result<std::string> unit_of_case(CaseNumber number) = 0;
    /// Newest first by number, bounded by limit and scan_limit. Items carry the head only.
    [[nodiscard]] virtual Result<CasePage> list_cases(const CaseQuery& query) = 0;
    /// From counters kept in the transaction, never a scan. `units` as in CaseQuery.
    [[nodiscard]] virtual Result<CaseCounts> count_cases(const std::optional<std::vector<std::string>>& units,
                                                         Time now, std::chrono::milliseconds soon) = 0;
    [[nodiscard]] virtual Result<std::vector<CaseSummary>> cases_by_phone_token(std::uint32_t token,
                                                                                std::uint32_t limit) = 0;
    /// Cases that wait for their blind index, newest first.
    [[nodiscard]] virtual Result<std::vector<CaseNumber>> cases_without_phone_token(std::uint32_t limit) = 0;
    /// Symmetric copies of wraps (algorithm 03) for one unit, in the order of `numbers`; empty where there is
    /// none.
    [[nodiscard]] virtual Result<std::vector<Bytes>> cached_wraps(const std::vector<CaseNumber>& numbers,
                                                                  const crypto::Kid& unit,
                                                                  crypto::Compartment compartment) = 0;

    [[nodiscard]] virtual Result<std::vector<EventRow>> events(const EventQuery& query) = 0;
    /// Number of leaves, one past the last index.
    [[nodiscard]] virtual Result<std::uint64_t> event_count() = 0;

    [[nodiscard]] virtual Result<UserRow> find_user(std::string_view username) = 0;
    [[nodiscard]] virtual Result<UserRow> find_user(const UserId& id) = 0;
    [[nodiscard]] virtual Result<std::vector<UserRow>> all_users() = 0;
    [[nodiscard]] virtual Result<std::vector<GrantRow>> grants_of(const UserId& user) = 0;
    [[nodiscard]] virtual Result<std::vector<GrantRow>> grants_to(std::string_view unit) = 0;
    [[nodiscard]] virtual Result<std::vector<UnitKeyRow>> unit_keys() = 0;
    [[nodiscard]] virtual Result<std::vector<SealedSecretRow>> sealed_secrets(std::string_view name) = 0;
    [[nodiscard]] virtual Result<SessionRow> find_session(const crypto::SessionId& id) = 0;
    [[nodiscard]] virtual Result<std::vector<SessionRow>> sessions_of(const UserId& user) = 0;
    [[nodiscard]] virtual Result<SecondFactorRow> find_second_factor(const UserId& user) = 0;
    [[nodiscard]] virtual Result<RecoverySlotRow> find_recovery_slot(const UserId& user) = 0;
    [[nodiscard]] virtual Result<InvitationRow> find_invitation(const Hash32& id) = 0;
    [[nodiscard]] virtual Result<std::vector<InvitationRow>> invitations() = 0;
    [[nodiscard]] virtual Result<ActivationRow> find_activation(const UserId& user) = 0;
    [[nodiscard]] virtual Result<IdempotencyRow> find_idempotency(const Hash32& id) = 0;
    [[nodiscard]] virtual Result<ExportRow> find_export(const RowId& id) = 0;

    /// The newest signed checkpoint. Errors: not_found before the first.
    [[nodiscard]] virtual Result<CheckpointRow> latest_checkpoint() = 0;
    /// Hashes of a tile (32 bytes each, at most 256) at `level` in steps of 8 tree levels (C2SP tlog-tiles).
    [[nodiscard]] virtual Result<Bytes> tile(std::uint8_t level, std::uint64_t index) = 0;

    /// A value of the small table of facts about the data folder. Errors: not_found.
    [[nodiscard]] virtual Result<std::string> fact(std::string_view key) = 0;
    /// Grows with every change of unit keys, users or grants.
    [[nodiscard]] virtual Result<std::uint64_t> directory_version() = 0;

    // ---- reveals: approvals, limits, alerts, canaries, guesses (reveal_records.hpp) ----
    [[nodiscard]] virtual Result<ApprovalRow> find_approval(const RowId& id) = 0;
    /// Newest first.
    [[nodiscard]] virtual Result<std::vector<ApprovalRow>> approvals_of(const UserId& requester,
                                                                        std::uint32_t limit) = 0;
    /// Oldest first.
    [[nodiscard]] virtual Result<std::vector<ApprovalRow>> approvals_in(ApprovalState state,
                                                                        std::uint32_t limit) = 0;
    /// The pending and approved ones of a case.
    [[nodiscard]] virtual Result<std::vector<ApprovalRow>> approvals_on(const CaseId& case_id) = 0;
    /// A member's reveals and looks at cases that are not the member's own work ("reveal.requested",
    /// "read.case"), oldest first, from an index of such leaves alone.
    [[nodiscard]] virtual Result<std::vector<LookRow>> looks_of(const UserId& actor, Time since) = 0;
    /// Leaves "admin.alert" and "admin.alert_acknowledged", newest first.
    [[nodiscard]] virtual Result<std::vector<EventRow>> alerts(std::uint32_t limit) = 0;
    [[nodiscard]] virtual Result<bool> has_canary(const Hash32& mark) = 0;
    [[nodiscard]] virtual Result<std::vector<CanaryRow>> canaries() = 0;
    /// Undecided guesses whose time is over.
    [[nodiscard]] virtual Result<std::vector<CaseNumber>> guesses_before(Time at, std::uint32_t limit) = 0;
};

/// One atomic piece of work. Everything it did is undone when it answers an error.
class WriteTx : public ReadTx {
public:
    /// Stores a new case. The engine gives it its number (year of received_at in Asia/Ho_Chi_Minh, next in
    /// the sequence) and counts it. `manifest_leaf` is set to the first event of this work. Errors:
    /// stale_directory when `directory_version` is not the current one.
    [[nodiscard]] virtual Result<CaseNumber> insert_case(const CaseRecord& record,
                                                         std::uint64_t directory_version) = 0;
    /// Replaces row and dossier, adds one to the version, moves the counters, drops cached wraps of
    /// recipients that the dossier no longer names. Errors: conflict (version is not `expected_version`),
    /// not_found, stale_directory.
    [[nodiscard]] virtual Result<void> update_case(const CaseRecord& record, std::uint32_t expected_version,
                                                   std::uint64_t directory_version) = 0;
    /// Index fill: the only change of a case that leaves its version and dossier alone.
    [[nodiscard]] virtual Result<void> set_phone_token(CaseNumber number, std::uint32_t token) = 0;
    [[nodiscard]] virtual Result<void> cache_wrap(CaseNumber number, const crypto::Kid& unit,
                                                  crypto::Compartment compartment, const Bytes& wrap) = 0;

    /// Adds a leaf; index and time are the engine's and known to the caller from Commit.
    [[nodiscard]] virtual Result<void> append_event(const EventDraft& draft) = 0;

    [[nodiscard]] virtual Result<void> put_user(const UserRow& user) = 0;  ///< new or replaced, by id
    [[nodiscard]] virtual Result<void> put_grant(const GrantRow& grant) = 0;
    [[nodiscard]] virtual Result<void> drop_grants(const UserId& user) = 0;
    [[nodiscard]] virtual Result<void> put_unit_key(const UnitKeyRow& key) = 0;
    [[nodiscard]] virtual Result<void> put_sealed_secret(const SealedSecretRow& secret) = 0;
    [[nodiscard]] virtual Result<void> drop_sealed_secret(std::string_view name, ByteView recipient) = 0;
    [[nodiscard]] virtual Result<void> put_session(const SessionRow& session) = 0;
    /// Writes `seen_at` and `mac` of `seen`, unless the row was proved anew meanwhile (another mac is right
    /// then). Errors: not_found.
    [[nodiscard]] virtual Result<void> touch_session(const SessionRow& seen) = 0;
    [[nodiscard]] virtual Result<void> drop_session(const crypto::SessionId& id) = 0;
    [[nodiscard]] virtual Result<void> drop_sessions_of(const UserId& user) = 0;
    [[nodiscard]] virtual Result<void> drop_other_sessions(const UserId& user,
                                                           const crypto::SessionId& kept) = 0;
    [[nodiscard]] virtual Result<std::uint64_t> drop_sessions_before(Time seen_before,
                                                                     Time created_before) = 0;
    [[nodiscard]] virtual Result<void> put_second_factor(const SecondFactorRow& row) = 0;
    [[nodiscard]] virtual Result<void> drop_second_factor(const UserId& user) = 0;
    [[nodiscard]] virtual Result<void> put_recovery_slot(const RecoverySlotRow& row) = 0;
    [[nodiscard]] virtual Result<void> drop_recovery_slot(const UserId& user) = 0;
    /// One a user: the new one replaces the old. Errors: conflict when another invitation has the username.
    [[nodiscard]] virtual Result<void> put_invitation(const InvitationRow& row) = 0;
    [[nodiscard]] virtual Result<void> put_activation(const ActivationRow& row) = 0;
    /// Drops invitation and activation of a user.
    [[nodiscard]] virtual Result<void> drop_invitation(const UserId& user) = 0;
    /// Errors: conflict when the id is taken.
    [[nodiscard]] virtual Result<void> put_idempotency(const IdempotencyRow& row) = 0;
    [[nodiscard]] virtual Result<std::uint64_t> drop_idempotency_before(Time at) = 0;
    [[nodiscard]] virtual Result<void> put_export(
        const ExportRow& row) = 0;  ///< `leaf`: first event of this work
    [[nodiscard]] virtual Result<void> put_fact(std::string_view key, std::string_view value) = 0;

    /// Tiles and checkpoint of the signer. Errors: conflict when `row.size` is below the newest published
    /// size.
    [[nodiscard]] virtual Result<void> put_tile(std::uint8_t level, std::uint64_t index,
                                                const Bytes& hashes) = 0;
    [[nodiscard]] virtual Result<void> publish_checkpoint(const CheckpointRow& row) = 0;
    /// One signer at a time: takes or renews the lease. Errors: conflict when another holder's has not ended.
    [[nodiscard]] virtual Result<void> lease_signer(std::string_view holder, Time now, Time until) = 0;

    /// Removes wraps and envelopes of compartments from a case (all rows of those compartments), cached wraps
    /// and index token included, and shown/staff details of its events when `with_events`.
    [[nodiscard]] virtual Result<void> erase_compartments(
        CaseNumber number, const std::vector<crypto::Compartment>& compartments, bool with_events) = 0;

    // ---- reveals (reveal_records.hpp) ----
    /// `leaf` becomes the first leaf of this work, which must have one by now.
    [[nodiscard]] virtual Result<void> add_approval(const ApprovalRow& row) = 0;
    /// Replaces all but the leaf and adds one to the version. Errors: conflict (`row.version` is not the
    /// stored one; internal: that one in decimal), not_found.
    [[nodiscard]] virtual Result<void> update_approval(const ApprovalRow& row) = 0;
    [[nodiscard]] virtual Result<void> add_canary(const CanaryRow& row) = 0;
    [[nodiscard]] virtual Result<void> put_guess(CaseNumber number, Time wipe_at) = 0;
    [[nodiscard]] virtual Result<void> drop_guess(CaseNumber number) = 0;
};

/// What a durable commit says.
struct Commit {
    Time at{};
    std::vector<std::uint64_t> leaves;  ///< indexes of the events of this work, in order
};

/// A storage engine: SQLite embedded, or a database cluster behind several servers. Thread-safe.
/// Created by the composition root; must outlive all work given to it.
class Engine {
public:
    using WriteWork = std::move_only_function<Result<void>(WriteTx&)>;
    using WriteDone = std::move_only_function<void(Result<Commit>)>;
    using ReadWork = std::move_only_function<void(Result<ReadTx*>)>;

    virtual ~Engine() = default;

    /// Runs `work` in a durable transaction shared with other work waiting at the same time; `done` is called
    /// once on the engine's own thread, after the commit is on disk or nothing was stored. Neither may block.
    /// When the commit itself fails, every work of the group is answered with its error.
    /// Errors in `done`: busy (queue full, at once, on the caller's thread), storage_full, storage_failed,
    /// the work's.
    virtual void write(WriteWork work, WriteDone done) = 0;
    /// Runs `work` on the read pool with one snapshot. It gets an error instead when the queue is full (busy)
    /// or the database cannot be read.
    virtual void read(ReadWork work) = 0;
    /// Rewrites free pages and truncates the journal until erased bytes are gone from this engine's files.
    /// @return the day from which erasure also covers copies (backups, replicas, archives).
    virtual void scrub(std::move_only_function<void(Result<Time>)> done) = 0;

    struct Health {
        bool writable = false;
        bool intact = true;            ///< false once the file was unlinked or replaced
        std::uint64_t free_bytes = 0;  ///< on the data volume
        std::uint64_t queue_length = 0;
        std::uint64_t commits = 0, works = 0;  ///< since start; works ÷ commits is the mean group
    };
    [[nodiscard]] virtual Health health() const = 0;
    /// Waits for accepted work, then closes. Called once, before destruction.
    virtual void stop() = 0;
};

/// Waits for one piece of write work; for start-up, tools and tests, never on an I/O thread.
[[nodiscard]] Result<Commit> write_and_wait(Engine& engine, Engine::WriteWork work);
/// Waits for one piece of read work.
[[nodiscard]] Result<void> read_and_wait(Engine& engine, std::move_only_function<Result<void>(ReadTx&)> work);

}  // namespace hotline::storage
