#include "tests/contract/contract_suite.hpp"

namespace hotline::storage::contract {
namespace {

using namespace std::chrono_literals;

constexpr Time kStart{std::chrono::sys_days{std::chrono::year{2026} / 9 / 10}};

/// An act of a member on a case.
EventDraft act(const UserId& actor, const CaseId& case_id, std::string kind) {
    EventDraft draft = samples::event(std::move(kind));
    draft.actor = actor;
    draft.case_id = case_id;
    return draft;
}

/// A decision with its leaf, or the end of a request, which needs none of its own.
Engine::WriteWork updating(const ApprovalRow& row, std::string kind) {
    return [row, kind](WriteTx& tx) -> Result<void> {
        if (auto done = tx.append_event(act(row.approver, *row.case_id, kind)); !done) return done;
        return tx.update_approval(row);
    };
}

Engine::WriteWork asking(const ApprovalRow& row) {
    return [row](WriteTx& tx) -> Result<void> {
        if (auto done = tx.append_event(act(row.requester, *row.case_id, "reveal.asked")); !done) return done;
        return tx.add_approval(row);
    };
}

TEST_P(EngineContract, AnApprovalNamesItsLeafAndIsReplacedByVersion) {
    const auto record = store();
    const auto officer = random_fixed<UserId>();
    const auto row = samples::approval(officer, record.row.id, kStart);
    const auto asked = write(asking(row));
    ASSERT_OK(asked);
    auto found = read([&](ReadTx& tx) { return tx.find_approval(row.id); });
    ASSERT_OK(found);
    EXPECT_EQ(found->leaf, asked->leaves.front());
    EXPECT_EQ(found->compartments, row.compartments);
    EXPECT_EQ(found->note_envelope, row.note_envelope);
    found->state = ApprovalState::approved;
    found->approver = random_fixed<UserId>();
    found->signature = random_fixed<crypto::Signature>();
    found->wraps = {record.dossier.parts.back()};
    EXPECT_FAILS(write(updating(*found, "reveal.refused")), internal);  // not its leaf
    ASSERT_OK(write(updating(*found, "reveal.approved")));
    EXPECT_FAILS(write(updating(*found, "reveal.approved")), conflict);
    const auto again = read([&](ReadTx& tx) { return tx.find_approval(row.id); });
    EXPECT_EQ(again->version, 2U);
    EXPECT_EQ(again->approver, found->approver);
    ASSERT_EQ(again->wraps.size(), 1U);
    EXPECT_EQ(again->wraps.front().bytes, found->wraps.front().bytes);
    EXPECT_FAILS(write([&](WriteTx& tx) { return tx.add_approval(row); }), internal);  // without a leaf
}

TEST_P(EngineContract, ApprovalsAreFoundByRequesterStateAndCase) {
    const auto record = store();
    const auto an = random_fixed<UserId>(), binh = random_fixed<UserId>();
    const auto first = samples::approval(an, record.row.id, kStart),
               second = samples::approval(an, record.row.id, kStart + 1s);
    auto third = samples::approval(binh, record.row.id, kStart + 2s);
    for (const auto& row : {first, second, third}) ASSERT_OK(write(asking(row)));
    third.state = ApprovalState::refused;
    third.approver = an;
    ASSERT_OK(write(updating(third, "reveal.refused")));
    const auto own = read([&](ReadTx& tx) { return tx.approvals_of(an, 10); });
    ASSERT_EQ(own->size(), 2U);
    EXPECT_EQ(own->front().id, second.id);
    const auto pending = read([](ReadTx& tx) { return tx.approvals_in(ApprovalState::pending, 10); });
    ASSERT_EQ(pending->size(), 2U);
    EXPECT_EQ(pending->front().id, first.id);
    EXPECT_EQ(read([&](ReadTx& tx) { return tx.approvals_on(record.row.id); })->size(), 2U);
}

TEST_P(EngineContract, LooksAreCountedFromTheLeavesOfOneMember) {
    Time now = kStart;
    reopen({.clock = [&now] { return now; }});
    const auto record = store();
    const auto an = random_fixed<UserId>(), binh = random_fixed<UserId>();
    const auto look = [&](const UserId& who, const char* kind) {
        ASSERT_OK(write(
            [&](WriteTx& tx) -> Result<void> { return tx.append_event(act(who, record.row.id, kind)); }));
    };
    look(an, "reveal.requested");
    now += 10min;
    look(an, "case.accepted");
    look(binh, "reveal.requested");
    look(an, "read.case");
    const auto all = read([&](ReadTx& tx) { return tx.looks_of(an, kStart); });
    ASSERT_EQ(all->size(), 2U);
    EXPECT_TRUE(all->front().is_reveal);
    EXPECT_FALSE(all->back().is_reveal);
    EXPECT_EQ(all->back().case_id, record.row.id);
    EXPECT_EQ(read([&](ReadTx& tx) { return tx.looks_of(an, kStart + 1min); })->size(), 1U);
    // a work sees the look it adds itself, and takes it back when it is one too many
    EXPECT_FAILS(write([&](WriteTx& tx) -> Result<void> {
                     if (auto done = tx.append_event(act(an, record.row.id, "reveal.requested")); !done)
                         return done;
                     EXPECT_EQ(tx.looks_of(an, kStart)->size(), 3U);
                     return fail(Errc::rate_limited, "too many");
                 }),
                 rate_limited);
    EXPECT_EQ(read([&](ReadTx& tx) { return tx.looks_of(an, kStart); })->size(), 2U);
}

TEST_P(EngineContract, AlertsAreTheNewestFirst) {
    for (const char* kind : {"admin.alert", "session.opened", "admin.alert_acknowledged", "admin.alert"})
        ASSERT_OK(write([&](WriteTx& tx) { return tx.append_event(samples::event(kind)); }));
    const auto found = read([](ReadTx& tx) { return tx.alerts(2); });
    ASSERT_EQ(found->size(), 2U);
    EXPECT_EQ(found->at(0).index, 3U);
    EXPECT_EQ(found->at(1).details.kind, "admin.alert_acknowledged");
}

TEST_P(EngineContract, CanariesAreKnownByTheirMark) {
    const CanaryRow row{random_fixed<Hash32>(), random_fixed<Hash32>(), samples::bytes(148),
                        samples::bytes(148)};
    ASSERT_OK(write([&](WriteTx& tx) { return tx.add_canary(row); }));
    EXPECT_TRUE(*read([&](ReadTx& tx) { return tx.has_canary(row.mark); }));
    EXPECT_FALSE(*read([](ReadTx& tx) { return tx.has_canary(random_fixed<Hash32>()); }));
    EXPECT_EQ(read([](ReadTx& tx) { return tx.canaries(); })->front().envelope, row.envelope);
}

TEST_P(EngineContract, GuessesWaitUntilTheirTimeOrADecision) {
    const auto one = store({.class_code = "to-cao"}), other = store({.class_code = "to-cao"});
    const auto first = kStart, second = kStart + 1h;
    ASSERT_OK(write([&](WriteTx& tx) { return tx.put_guess(one.row.number, first); }));
    ASSERT_OK(write([&](WriteTx& tx) { return tx.put_guess(other.row.number, second); }));
    const auto due = [&](Time at) { return *read([&](ReadTx& tx) { return tx.guesses_before(at, 10); }); };
    EXPECT_TRUE(due(first).empty());
    EXPECT_EQ(due(first + 1s), std::vector{one.row.number});
    EXPECT_EQ(due(second + 1s).size(), 2U);
    ASSERT_OK(write([&](WriteTx& tx) { return tx.drop_guess(one.row.number); }));
    EXPECT_EQ(due(second + 1s), std::vector{other.row.number});
}

}  // namespace
}  // namespace hotline::storage::contract
