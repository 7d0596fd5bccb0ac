#pragma once

#include "storage/engine.hpp"
#include "storage/sqlite/account_reads.hpp"
#include "storage/sqlite/case_list.hpp"
#include "storage/sqlite/case_reads.hpp"
#include "storage/sqlite/event_reads.hpp"
#include "storage/sqlite/people_reads.hpp"
#include "storage/sqlite/reveal_rows.hpp"

namespace hotline::storage::sqlite {

/// Every read statement of one connection. Owned by what owns the connection; one thread at a time.
struct Reads {
    explicit Reads(Connection& db)
        : cases(db), counts(db), list(db, cases, counts), log(db), people(db), accounts(db), reveals(db) {}

    CaseReads cases;
    Counts counts;
    CaseList list;
    EventReads log;
    PeopleReads people;
    AccountReads accounts;
    RevealReads reveals;
};

/// Fulfils the reading half of ReadTx or WriteTx (`Base`) with a connection's statements.
template <class Base>
class ReadsOf : public Base {
public:
    explicit ReadsOf(Reads& reads) noexcept : reads_(&reads) {}

    Result<CaseRecord> find_case(const CaseId& id) override { return reads_->cases.find(id); }
    Result<CaseRecord> find_case(CaseNumber number) override { return reads_->cases.find(number); }
    Result<std::string> unit_of_case(const CaseId& id) override { return reads_->cases.unit_of(id); }
    Result<std::string> unit_of_case(CaseNumber number) override { return reads_->cases.unit_of(number); }
    Result<CasePage> list_cases(const CaseQuery& query) override { return reads_->list.list(query); }
    Result<CaseCounts> count_cases(const Units& units, Time now, std::chrono::milliseconds soon) override {
        return reads_->counts.count(units, now, soon);
    }
    Result<std::vector<CaseSummary>> cases_by_phone_token(std::uint32_t token, std::uint32_t limit) override {
        return reads_->cases.by_phone_token(token, limit);
    }
    Result<std::vector<CaseNumber>> cases_without_phone_token(std::uint32_t limit) override {
        return reads_->cases.without_phone_token(limit);
    }
    Result<std::vector<Bytes>> cached_wraps(const std::vector<CaseNumber>& numbers, const crypto::Kid& unit,
                                            crypto::Compartment compartment) override {
        return reads_->cases.cached_wraps(numbers, unit, compartment);
    }
    Result<std::vector<EventRow>> events(const EventQuery& query) override {
        return reads_->log.events(query);
    }
    Result<std::uint64_t> event_count() override { return reads_->log.count(); }
    Result<UserRow> find_user(std::string_view name) override { return reads_->people.find_user(name); }
    Result<UserRow> find_user(const UserId& id) override { return reads_->people.find_user(id); }
    Result<std::vector<UserRow>> all_users() override { return reads_->people.all_users(); }
    Result<std::vector<GrantRow>> grants_of(const UserId& user) override {
        return reads_->people.grants_of(user);
    }
    Result<std::vector<GrantRow>> grants_to(std::string_view unit) override {
        return reads_->people.grants_to(unit);
    }
    Result<std::vector<UnitKeyRow>> unit_keys() override { return reads_->people.unit_keys(); }
    Result<std::vector<SealedSecretRow>> sealed_secrets(std::string_view name) override {
        return reads_->people.sealed_secrets(name);
    }
    Result<SessionRow> find_session(const crypto::SessionId& id) override {
        return reads_->people.find_session(id);
    }
    Result<std::vector<SessionRow>> sessions_of(const UserId& user) override {
        return reads_->people.sessions_of(user);
    }
    Result<SecondFactorRow> find_second_factor(const UserId& user) override {
        return reads_->accounts.find_second_factor(user);
    }
    Result<RecoverySlotRow> find_recovery_slot(const UserId& user) override {
        return reads_->accounts.find_recovery_slot(user);
    }
    Result<InvitationRow> find_invitation(const Hash32& id) override {
        return reads_->accounts.find_invitation(id);
    }
    Result<std::vector<InvitationRow>> invitations() override { return reads_->accounts.invitations(); }
    Result<ActivationRow> find_activation(const UserId& user) override {
        return reads_->accounts.find_activation(user);
    }
    Result<IdempotencyRow> find_idempotency(const Hash32& id) override {
        return reads_->people.find_idempotency(id);
    }
    Result<ExportRow> find_export(const RowId& id) override { return reads_->people.find_export(id); }
    Result<CheckpointRow> latest_checkpoint() override { return reads_->log.latest_checkpoint(); }
    Result<Bytes> tile(std::uint8_t level, std::uint64_t index) override {
        return reads_->log.tile(level, index);
    }
    Result<std::string> fact(std::string_view key) override { return reads_->people.fact(key); }
    Result<std::uint64_t> directory_version() override { return reads_->people.directory_version(); }

    Result<ApprovalRow> find_approval(const RowId& id) override { return reads_->reveals.find_approval(id); }
    Result<std::vector<ApprovalRow>> approvals_of(const UserId& requester, std::uint32_t limit) override {
        return reads_->reveals.approvals_of(requester, limit);
    }
    Result<std::vector<ApprovalRow>> approvals_in(ApprovalState state, std::uint32_t limit) override {
        return reads_->reveals.approvals_in(state, limit);
    }
    Result<std::vector<ApprovalRow>> approvals_on(const CaseId& case_id) override {
        return reads_->reveals.approvals_on(case_id);
    }
    Result<std::vector<LookRow>> looks_of(const UserId& actor, Time since) override {
        const auto from = reads_->log.first_since(since);
        if (!from) return from.error();
        return reads_->reveals.looks_of(actor, *from);
    }
    Result<std::vector<EventRow>> alerts(std::uint32_t limit) override {
        return reads_->reveals.alerts(limit);
    }
    Result<bool> has_canary(const Hash32& mark) override { return reads_->reveals.has_canary(mark); }
    Result<std::vector<CanaryRow>> canaries() override { return reads_->reveals.canaries(); }
    Result<std::vector<CaseNumber>> guesses_before(Time at, std::uint32_t limit) override {
        return reads_->reveals.guesses_before(at, limit);
    }

private:
    Reads* reads_;
};

}  // namespace hotline::storage::sqlite
