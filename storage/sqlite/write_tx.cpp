#include "storage/sqlite/write_tx.hpp"

namespace hotline::storage::sqlite {

SqliteWriteTx::SqliteWriteTx(Connection& db, Reads& reads)
    : ReadsOf(reads),
      db_(&db),
      pending_(db),
      cases_(db, reads, pending_),
      log_(db, reads, pending_),
      people_(db, pending_),
      accounts_(db),
      reveals_(db, reads.reveals, pending_),
      directory_(db, pending_),
      begin_(db, "BEGIN IMMEDIATE"),
      commit_(db, "COMMIT"),
      rollback_(db, "ROLLBACK"),
      savepoint_(db, "SAVEPOINT work"),
      release_(db, "RELEASE work"),
      rollback_to_(db, "ROLLBACK TO work") {}

Result<void> SqliteWriteTx::begin_group(Time now) {
    broken_ = in_savepoint_ = false;
    if (auto begun = begin_().run(); !begun) return begun;
    if (!loaded_) {
        if (auto loaded = pending_.load(); !loaded) {
            abandon_group();
            return loaded;
        }
        loaded_ = true;
    }
    pending_.begin_group(now);
    return {};
}

Result<Commit> SqliteWriteTx::run(Engine::WriteWork& work) {
    pending_.begin_work();
    cases_.begin_work();
    log_.begin_work();
    reveals_.begin_work();
    directory_.begin_work();
    auto done = call(work);
    if (done) done = cases_.finish_work();
    if (done) done = reveals_.finish_work();
    if (done) done = directory_.finish_work();
    if (done) done = log_.finish_work();
    if (done) done = close_savepoint();
    if (!done) {
        broken_ = broken_ || !db_->in_transaction() || done.error().code == Errc::storage_full ||
                  done.error().code == Errc::storage_failed;
        undo_work();
        return std::move(done).error();
    }
    Commit commit{.at = pending_.group_time(), .leaves = {}};
    for (auto leaf = pending_.first_leaf_of_work(); leaf < pending_.next_leaf(); ++leaf)
        commit.leaves.push_back(leaf);
    pending_.accept_work();
    return commit;
}

Result<void> SqliteWriteTx::call(Engine::WriteWork& work) {
    try {
        return work(*this);
    } catch (const std::exception& bug) {
        return fail(Errc::internal, std::string("a work threw ") + typeid(bug).name());
    }
}

Result<void> SqliteWriteTx::show_earlier_rows() {
    auto shown = pending_.flush_earlier();
    broken_ = broken_ || !shown;  // the rows are of works that were told nothing of it
    return shown;
}

Result<void> SqliteWriteTx::show_rows() {
    if (pending_.own().empty()) return show_earlier_rows();
    if (auto opened = open_savepoint(); !opened) return opened;
    return pending_.flush_own();
}

Result<void> SqliteWriteTx::open_savepoint() {
    if (in_savepoint_) return {};
    if (auto shown = show_earlier_rows(); !shown) return shown;
    auto opened = savepoint_().run();
    in_savepoint_ = opened.has_value();
    return opened;
}

Result<void> SqliteWriteTx::close_savepoint() {
    if (!in_savepoint_) return {};
    in_savepoint_ = false;
    return release_().run();
}

void SqliteWriteTx::undo_work() {
    pending_.undo_work();
    directory_.undo_work();
    if (!in_savepoint_ || !db_->in_transaction()) return;
    const bool undone = rollback_to_().run() && release_().run();
    in_savepoint_ = false;
    broken_ = broken_ || !undone;
}

Result<void> SqliteWriteTx::commit_group() {
    auto done = pending_.finish_group();
    if (done) done = commit_().run();
    if (!done) abandon_group();
    return done;
}

void SqliteWriteTx::abandon_group() {
    loaded_ = false;
    directory_.forget();
    // SQLite may have rolled back by itself; when it cannot, the next BEGIN says so
    if (db_->in_transaction()) static_cast<void>(rollback_().run());
}

template <class Change>
auto SqliteWriteTx::changing(Change change) -> decltype(change()) {
    if (auto opened = open_savepoint(); !opened) return std::move(opened).error();
    return change();
}

template <class Change>
auto SqliteWriteTx::changing_people(Change change) -> decltype(change()) {
    return changing([&]() -> decltype(change()) {
        if (auto bound = directory_.before_change(); !bound) return std::move(bound).error();
        return change();
    });
}

template <class Change>
auto SqliteWriteTx::changing_rows(Change change) -> decltype(change()) {
    if (auto opened = open_savepoint(); !opened) return std::move(opened).error();
    if (auto flushed = pending_.flush_own(); !flushed) return std::move(flushed).error();
    return change();
}

template <class Read>
auto SqliteWriteTx::seeing_rows(Read read) -> decltype(read()) {
    if (auto shown = show_rows(); !shown) return std::move(shown).error();
    return read();
}

template <class Read>
auto SqliteWriteTx::seeing_leaves(Read read) -> decltype(read()) {
    return seeing_rows([&]() -> decltype(read()) {
        if (auto bound = cases_.bind_leaves(); !bound) return std::move(bound).error();
        if (auto shown = pending_.flush_own_events(); !shown) return std::move(shown).error();
        return read();
    });
}

template <class Read>
auto SqliteWriteTx::seeing_counters(Read read) -> decltype(read()) {
    return changing_rows([&]() -> decltype(read()) {
        if (auto flushed = pending_.flush_counters(); !flushed) return std::move(flushed).error();
        return read();
    });
}

Result<CaseRecord> SqliteWriteTx::find_case(const CaseId& id) {
    if (!pending_.waits(id)) return ReadsOf::find_case(id);
    return seeing_rows([&] { return ReadsOf::find_case(id); });
}

Result<CaseRecord> SqliteWriteTx::find_case(CaseNumber number) {
    return seeing_rows([&] { return ReadsOf::find_case(number); });
}

Result<std::string> SqliteWriteTx::unit_of_case(const CaseId& id) {
    if (!pending_.waits(id)) return ReadsOf::unit_of_case(id);
    return seeing_rows([&] { return ReadsOf::unit_of_case(id); });
}

Result<std::string> SqliteWriteTx::unit_of_case(CaseNumber number) {
    return seeing_rows([&] { return ReadsOf::unit_of_case(number); });
}

Result<IdempotencyRow> SqliteWriteTx::find_idempotency(const Hash32& id) {
    if (!pending_.waits(id)) return ReadsOf::find_idempotency(id);
    return seeing_rows([&] { return ReadsOf::find_idempotency(id); });
}

Result<std::vector<CaseSummary>> SqliteWriteTx::cases_by_phone_token(std::uint32_t token,
                                                                     std::uint32_t limit) {
    return seeing_rows([&] { return ReadsOf::cases_by_phone_token(token, limit); });
}

Result<std::vector<CaseNumber>> SqliteWriteTx::cases_without_phone_token(std::uint32_t limit) {
    return seeing_rows([&] { return ReadsOf::cases_without_phone_token(limit); });
}

Result<CaseCounts> SqliteWriteTx::count_cases(const Units& units, Time now, std::chrono::milliseconds soon) {
    return seeing_counters([&] { return ReadsOf::count_cases(units, now, soon); });
}

Result<CasePage> SqliteWriteTx::list_cases(const CaseQuery& query) {
    return seeing_counters([&] { return ReadsOf::list_cases(query); });
}

Result<std::vector<EventRow>> SqliteWriteTx::events(const EventQuery& query) {
    return seeing_leaves([&] { return ReadsOf::events(query); });
}

Result<std::uint64_t> SqliteWriteTx::event_count() {
    return pending_.next_leaf();
}

Result<std::uint64_t> SqliteWriteTx::directory_version() {
    return pending_.directory_version();
}

Result<CaseNumber> SqliteWriteTx::insert_case(const CaseRecord& record, std::uint64_t directory_version) {
    return cases_.insert(record, directory_version);
}

Result<void> SqliteWriteTx::update_case(const CaseRecord& record, std::uint32_t expected_version,
                                        std::uint64_t directory_version) {
    return changing_rows([&] { return cases_.update(record, expected_version, directory_version); });
}

Result<void> SqliteWriteTx::set_phone_token(CaseNumber number, std::uint32_t token) {
    return changing_rows([&] { return cases_.set_phone_token(number, token); });
}

Result<void> SqliteWriteTx::cache_wrap(CaseNumber number, const crypto::Kid& unit,
                                       crypto::Compartment compartment, const Bytes& wrap) {
    return changing_rows([&] { return cases_.cache_wrap(number, unit, compartment, wrap); });
}

Result<void> SqliteWriteTx::append_event(const EventDraft& draft) {
    if (!is_leaf_word(draft.kind) || (!draft.purpose.empty() && !is_leaf_word(draft.purpose)))
        return fail(Errc::bad_input, "an event's kind and purpose are plain words");
    if (draft.manifest && draft.case_id) cases_.saw_manifest(*draft.case_id, pending_.next_leaf());
    pending_.own().events.push_back(draft);
    return {};
}

Result<void> SqliteWriteTx::put_user(const UserRow& user) {
    return changing_people([&] { return people_.put_user(user); });
}

Result<void> SqliteWriteTx::put_grant(const GrantRow& grant) {
    return changing_people([&] { return people_.put_grant(grant); });
}

Result<void> SqliteWriteTx::drop_grants(const UserId& user) {
    return changing_people([&] { return people_.drop_grants(user); });
}

Result<void> SqliteWriteTx::put_unit_key(const UnitKeyRow& key) {
    return changing_people([&] { return people_.put_unit_key(key); });
}

Result<void> SqliteWriteTx::put_sealed_secret(const SealedSecretRow& secret) {
    return changing_people([&] { return people_.put_sealed_secret(secret); });
}

Result<void> SqliteWriteTx::drop_sealed_secret(std::string_view name, ByteView recipient) {
    return changing_people([&] { return people_.drop_sealed_secret(name, recipient); });
}

Result<void> SqliteWriteTx::put_session(const SessionRow& session) {
    return changing([&] { return people_.put_session(session); });
}

Result<void> SqliteWriteTx::touch_session(const SessionRow& seen) {
    return changing([&] { return people_.touch_session(seen); });
}

Result<void> SqliteWriteTx::drop_session(const crypto::SessionId& id) {
    return changing([&] { return people_.drop_session(id); });
}

Result<void> SqliteWriteTx::drop_sessions_of(const UserId& user) {
    return changing([&] { return people_.drop_sessions_of(user); });
}

Result<void> SqliteWriteTx::drop_other_sessions(const UserId& user, const crypto::SessionId& kept) {
    return changing([&] { return people_.drop_other_sessions(user, kept); });
}

Result<void> SqliteWriteTx::put_second_factor(const SecondFactorRow& row) {
    // the newest step and a secret that nobody has confirmed are not of the directory's state
    const auto old = ReadsOf::find_second_factor(row.user);
    if (!old && old.error().code != Errc::not_found) return old.error();
    const bool same = (old ? old->secret : Bytes{}) == row.secret;
    if (same) return changing([&] { return accounts_.put_second_factor(row); });
    return changing_people([&] { return accounts_.put_second_factor(row); });
}

Result<void> SqliteWriteTx::drop_second_factor(const UserId& user) {
    return changing_people([&] { return accounts_.drop_second_factor(user); });
}

Result<void> SqliteWriteTx::put_recovery_slot(const RecoverySlotRow& row) {
    return changing_people([&] { return accounts_.put_recovery_slot(row); });
}

Result<void> SqliteWriteTx::drop_recovery_slot(const UserId& user) {
    return changing_people([&] { return accounts_.drop_recovery_slot(user); });
}

Result<void> SqliteWriteTx::put_invitation(const InvitationRow& row) {
    return changing_people([&] { return accounts_.put_invitation(row); });
}

Result<void> SqliteWriteTx::put_activation(const ActivationRow& row) {
    return changing_people([&] { return accounts_.put_activation(row); });
}

Result<void> SqliteWriteTx::drop_invitation(const UserId& user) {
    return changing_people([&] { return accounts_.drop_invitation(user); });
}

Result<std::uint64_t> SqliteWriteTx::drop_sessions_before(Time seen_before, Time created_before) {
    return changing([&] { return people_.drop_sessions_before(seen_before, created_before); });
}

Result<void> SqliteWriteTx::put_idempotency(const IdempotencyRow& row) {
    return log_.put_idempotency(row);
}

Result<std::uint64_t> SqliteWriteTx::drop_idempotency_before(Time at) {
    return changing_rows([&] { return log_.drop_idempotency_before(at); });
}

Result<void> SqliteWriteTx::put_export(const ExportRow& row) {
    return changing([&] { return log_.put_export(row); });
}

Result<void> SqliteWriteTx::put_fact(std::string_view key, std::string_view value) {
    return changing([&] { return people_.put_fact(key, value); });
}

Result<void> SqliteWriteTx::put_tile(std::uint8_t level, std::uint64_t index, const Bytes& hashes) {
    return changing([&] { return log_.put_tile(level, index, hashes); });
}

Result<void> SqliteWriteTx::publish_checkpoint(const CheckpointRow& row) {
    return changing([&] { return log_.publish_checkpoint(row); });
}

Result<void> SqliteWriteTx::lease_signer(std::string_view holder, Time now, Time until) {
    return changing([&] { return log_.lease_signer(holder, now, until); });
}

Result<void> SqliteWriteTx::erase_compartments(CaseNumber number,
                                               const std::vector<crypto::Compartment>& compartments,
                                               bool with_events) {
    return changing_rows([&] { return cases_.erase(number, compartments, with_events); });
}

Result<std::vector<LookRow>> SqliteWriteTx::looks_of(const UserId& actor, Time since) {
    return seeing_leaves([&] { return ReadsOf::looks_of(actor, since); });
}

Result<std::vector<EventRow>> SqliteWriteTx::alerts(std::uint32_t limit) {
    return seeing_leaves([&] { return ReadsOf::alerts(limit); });
}

Result<void> SqliteWriteTx::add_approval(const ApprovalRow& row) {
    return changing([&] { return reveals_.add_approval(row); });
}

Result<void> SqliteWriteTx::update_approval(const ApprovalRow& row) {
    return changing([&] { return reveals_.update_approval(row); });
}

Result<void> SqliteWriteTx::add_canary(const CanaryRow& row) {
    return changing([&] { return reveals_.add_canary(row); });
}

Result<void> SqliteWriteTx::put_guess(CaseNumber number, Time wipe_at) {
    return changing([&] { return reveals_.put_guess(number, wipe_at); });
}

Result<void> SqliteWriteTx::drop_guess(CaseNumber number) {
    return changing([&] { return reveals_.drop_guess(number); });
}

}  // namespace hotline::storage::sqlite
