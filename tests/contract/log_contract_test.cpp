#include "storage/event_log.hpp"
#include "tests/contract/contract_suite.hpp"

#include <algorithm>
#include <atomic>
#include <future>
#include <thread>

namespace hotline::storage::contract {
namespace {

using namespace std::chrono_literals;

constexpr Time kStart{std::chrono::sys_days{std::chrono::year{2026} / 9 / 10}};

Engine::WriteWork append(EventDraft draft) {
    return [draft = std::move(draft)](WriteTx& tx) { return tx.append_event(draft); };
}

TEST_P(EngineContract, LeafHoldsWhatTheDraftSaysWithIndexAndTimeOfTheCommit) {
    auto draft = samples::event("policy.changed");
    draft.purpose = "legal-duty";
    draft.actor = random_fixed<UserId>();
    draft.unit = "desk";
    const auto commit = write(append(draft));
    ASSERT_OK(commit);
    const auto events = read([](ReadTx& tx) { return tx.events({}); });
    ASSERT_OK(events);
    ASSERT_EQ(events->size(), 1U);
    const auto& event = events->front();
    EXPECT_EQ(event.index, commit->leaves.front());
    EXPECT_EQ(event.at, commit->at);
    EXPECT_EQ(event.leaf, format_leaf(event.index, event.at, draft));
    EXPECT_EQ(event.details.kind, draft.kind);
    EXPECT_EQ(event.details.purpose, draft.purpose);
    EXPECT_EQ(event.details.actor, draft.actor);
    EXPECT_EQ(event.details.unit, draft.unit);
    EXPECT_EQ(event.details.shown_json, draft.shown_json);
    EXPECT_EQ(event.details.shown_salt, draft.shown_salt);
    EXPECT_EQ(event.details.staff_hash, draft.staff_hash);
    EXPECT_EQ(event.details.staff_wrap, draft.staff_wrap);
    EXPECT_EQ(event.details.staff_envelope, draft.staff_envelope);
    EXPECT_EQ(event.details.manifest, std::nullopt);
}

TEST_P(EngineContract, KindThatWouldBreakALeafIsRefused) {
    EXPECT_FAILS(write(append(samples::event("case.received\nt 0"))), bad_input);
    EXPECT_FAILS(write(append(samples::event(""))), bad_input);
    auto draft = samples::event();
    draft.purpose = "two words";
    EXPECT_FAILS(write(append(draft)), bad_input);
    EXPECT_EQ(*read([](ReadTx& tx) { return tx.event_count(); }), 0U);
}

TEST_P(EngineContract, LeavesAreConsecutiveAndTimesNeverFallAcrossSubmitters) {
    constexpr std::size_t kThreads = 4, kEach = 40;
    std::vector<std::thread> threads;
    std::mutex mutex;
    std::vector<std::uint64_t> leaves;
    for (std::size_t t = 0; t < kThreads; ++t) {
        threads.emplace_back([&] {
            for (std::size_t i = 0; i < kEach; ++i) {
                const auto commit = write(append(samples::event()));
                ASSERT_OK(commit);
                const std::lock_guard lock(mutex);
                leaves.insert(leaves.end(), commit->leaves.begin(), commit->leaves.end());
            }
        });
    }
    for (auto& thread : threads) thread.join();
    std::ranges::sort(leaves);
    ASSERT_EQ(leaves.size(), kThreads * kEach);
    for (std::size_t i = 0; i < leaves.size(); ++i) EXPECT_EQ(leaves[i], i);
    const auto events = read([](ReadTx& tx) { return tx.events({}); });
    for (std::size_t i = 1; i < events->size(); ++i) EXPECT_GE(events->at(i).at, events->at(i - 1).at);
}

TEST_P(EngineContract, ClockThatGoesBackDoesNotTakeTheLogBack) {
    std::atomic<int> calls = 0;
    const EngineSetup setup{.clock = [&] { return calls++ == 0 ? kStart + 1h : kStart; }};
    reopen(setup);
    const auto first = write(append(samples::event())), second = write(append(samples::event()));
    EXPECT_EQ(first->at, kStart + 1h);
    EXPECT_EQ(second->at, first->at);
    reopen({.clock = [] { return kStart; }});
    EXPECT_EQ(write(append(samples::event()))->at, first->at);
}

TEST_P(EngineContract, EventQueriesFilterInBothDirections) {
    std::atomic<int> minute = 0;
    reopen({.clock = [&] { return kStart + std::chrono::minutes{minute++}; }});
    const auto record = store();
    const auto actor = random_fixed<UserId>();
    for (int i = 1; i < 10; ++i) {
        auto draft = samples::event(i % 2 == 0 ? "reveal.requested" : "read.case");
        if (i % 3 == 0) draft.actor = actor;
        if (i % 2 == 0) draft.case_id = record.row.id;
        draft.unit = i < 5 ? "desk" : "so-y-te";
        draft.purpose = i == 8 ? "legal-duty" : "";
        ASSERT_OK(write(append(draft)));
    }
    const auto indexes = [&](const EventQuery& query) {
        std::vector<std::uint64_t> found;
        const auto events = read([&](ReadTx& tx) { return tx.events(query); });
        for (const auto& event : *events) found.push_back(event.index);
        return found;
    };
    using List = std::vector<std::uint64_t>;
    EXPECT_EQ(indexes({.case_id = record.row.id}), (List{0, 2, 4, 6, 8}));
    EXPECT_EQ(indexes({.actor = actor}), (List{3, 6, 9}));
    EXPECT_EQ(indexes({.case_id = record.row.id, .actor = actor}), (List{6}));
    EXPECT_EQ(indexes({.unit = "so-y-te", .newest_first = true}), (List{9, 8, 7, 6, 5}));
    EXPECT_EQ(indexes({.kind_prefix = "reveal.", .limit = 2}), (List{2, 4}));
    EXPECT_EQ(indexes({.purpose = "legal-duty"}), (List{8}));
    EXPECT_EQ(indexes({.from = 7}), (List{7, 8, 9}));
    EXPECT_EQ(indexes({.from = 2, .to = 4, .newest_first = true}), (List{3, 2}));
    EXPECT_EQ(indexes({.since = kStart + 8min}), (List{8, 9}));
    EXPECT_EQ(indexes({.since = kStart + 2min, .until = kStart + 4min}), (List{2, 3}));
    EXPECT_EQ(indexes({.until = kStart}), List{});
    EXPECT_EQ(indexes({.from = 20}), List{});
}

TEST_P(EngineContract, RevealPermitComesOnlyAfterItsLeafIsStored) {
    const auto record = store();
    EventLog log(*engine_);
    auto draft = samples::event_of(record, "reveal.requested");
    draft.purpose = "contact-citizen";
    std::promise<Result<RevealPermit>> answer;
    log.request_reveal(
        draft, {crypto::Compartment::contact}, [](WriteTx& tx) { return tx.put_fact("reveals", "1"); },
        [&](Result<RevealPermit> permit) { answer.set_value(std::move(permit)); });
    const auto permit = answer.get_future().get();
    ASSERT_OK(permit);
    EXPECT_EQ(permit->case_id(), record.row.id);
    EXPECT_TRUE(permit->covers(crypto::Compartment::contact));
    EXPECT_FALSE(permit->covers(crypto::Compartment::identity));
    const auto event = read([&](ReadTx& tx) { return tx.events({.from = permit->leaf()}); });
    ASSERT_EQ(event->size(), 1U);
    EXPECT_EQ(event->front().details.purpose, "contact-citizen");
    EXPECT_EQ(permit->expires_at(), event->front().at + 15min);
    EXPECT_EQ(*read([](ReadTx& tx) { return tx.fact("reveals"); }), "1");
}

TEST_P(EngineContract, NoPermitWithoutALeaf) {
    const auto record = store();
    EventLog log(*engine_);
    const auto ask = [&](EventDraft draft, Engine::WriteWork also) {
        std::promise<Result<RevealPermit>> answer;
        log.request_reveal(std::move(draft), {crypto::Compartment::contact}, std::move(also),
                           [&](Result<RevealPermit> permit) { answer.set_value(std::move(permit)); });
        return answer.get_future().get();
    };
    const auto leaves = *read([](ReadTx& tx) { return tx.event_count(); });
    EXPECT_FAILS(ask(samples::event_of(record, "read.case"), {}), bad_input);
    EXPECT_FAILS(ask(samples::event("reveal.requested"), {}), bad_input);
    EXPECT_FAILS(ask(samples::event_of(record, "reveal.requested"),
                     [](WriteTx&) -> Result<void> { return fail(Errc::rate_limited, "too many"); }),
                 rate_limited);
    EXPECT_EQ(*read([](ReadTx& tx) { return tx.event_count(); }), leaves);
    std::promise<Result<IndexPermit>> answer;
    log.request_index(samples::event("lookup.phone"),
                      [&](Result<IndexPermit> permit) { answer.set_value(std::move(permit)); });
    const auto permit = answer.get_future().get();
    ASSERT_OK(permit);
    EXPECT_EQ(permit->leaf(), leaves);
}

TEST_P(EngineContract, IdempotencyRowNamesTheFirstLeafOfItsWork) {
    ASSERT_OK(write(append(samples::event())));
    const auto record = samples::sealed_case();
    auto row = samples::answer_of(record, kStart);
    ASSERT_OK(write([&](WriteTx& tx) -> Result<void> {
        if (auto done = tx.put_idempotency(row); !done) return done;
        if (auto done = tx.append_event(samples::event_of(record)); !done) return done;
        const auto number = tx.insert_case(record, 0);
        return number ? Result<void>{} : Result<void>(number.error());
    }));
    const auto found = read([&](ReadTx& tx) { return tx.find_idempotency(row.id); });
    ASSERT_OK(found);
    EXPECT_EQ(found->leaf, 1U);
    EXPECT_EQ(found->fingerprint, row.fingerprint);
    EXPECT_EQ(found->answer, row.answer);
    EXPECT_EQ(found->case_id, record.row.id);
    EXPECT_EQ(found->at, kStart);
    EXPECT_FAILS(write([&](WriteTx& tx) { return tx.put_idempotency(row); }), conflict);
    EXPECT_FAILS(read([](ReadTx& tx) { return tx.find_idempotency(random_fixed<Hash32>()); }), not_found);
}

TEST_P(EngineContract, IdempotencyRowOfAWorkWithoutLeavesNamesNone) {
    ASSERT_OK(write(append(samples::event())));
    auto row = samples::answer_of({}, kStart);
    row.case_id.reset();
    ASSERT_OK(write([&](WriteTx& tx) { return tx.put_idempotency(row); }));
    EXPECT_EQ(read([&](ReadTx& tx) { return tx.find_idempotency(row.id); })->leaf, 0U);
}

TEST_P(EngineContract, OldIdempotencyRowsAreDropped) {
    std::vector<IdempotencyRow> rows;
    for (int i = 0; i < 6; ++i) {
        auto row = samples::answer_of({}, kStart + std::chrono::hours{i});
        row.case_id.reset();
        ASSERT_OK(write([&](WriteTx& tx) { return tx.put_idempotency(row); }));
        rows.push_back(row);
    }
    std::uint64_t dropped = 0;
    ASSERT_OK(write([&](WriteTx& tx) -> Result<void> {
        auto n = tx.drop_idempotency_before(kStart + 4h);
        if (!n) return n.error();
        dropped = *n;
        return {};
    }));
    EXPECT_EQ(dropped, 4U);
    EXPECT_FAILS(read([&](ReadTx& tx) { return tx.find_idempotency(rows[3].id); }), not_found);
    EXPECT_OK(read([&](ReadTx& tx) { return tx.find_idempotency(rows[4].id); }));
}

TEST_P(EngineContract, ExportsNameTheirLeafAndNeedOne) {
    ExportRow row{.id = random_fixed<RowId>(),
                  .user = random_fixed<UserId>(),
                  .tree_size = 12,
                  .filter_json = "{}",
                  .secret = samples::bytes(80),
                  .at = kStart};
    EXPECT_FAILS(write([&](WriteTx& tx) { return tx.put_export(row); }), internal);
    ASSERT_OK(write(append(samples::event())));
    auto created = samples::event("export.created");
    created.actor = row.user;
    ASSERT_OK(write([&](WriteTx& tx) -> Result<void> {
        if (auto done = tx.append_event(created); !done) return done;
        return tx.put_export(row);
    }));
    const auto found = read([&](ReadTx& tx) { return tx.find_export(row.id); });
    ASSERT_OK(found);
    EXPECT_EQ(found->leaf, 1U);
    EXPECT_EQ(found->tree_size, 12U);
    EXPECT_EQ(found->filter_json, "{}");
    EXPECT_EQ(found->secret, row.secret);
    EXPECT_EQ(found->user, row.user);
    EXPECT_FAILS(read([](ReadTx& tx) { return tx.find_export(random_fixed<RowId>()); }), not_found);
}

TEST_P(EngineContract, TilesOnlyGrow) {
    const auto tile = samples::bytes(3 * 32);
    const Bytes part(tile.begin(), tile.begin() + 32);
    const auto put = [&](std::uint64_t index, const Bytes& hashes) {
        return write([&](WriteTx& tx) { return tx.put_tile(1, index, hashes); });
    };
    EXPECT_FAILS(read([](ReadTx& tx) { return tx.tile(1, 5); }), not_found);
    ASSERT_OK(put(5, part));
    ASSERT_OK(put(5, tile));
    ASSERT_OK(put(5, tile));
    EXPECT_EQ(*read([](ReadTx& tx) { return tx.tile(1, 5); }), tile);
    EXPECT_FAILS(put(5, part), conflict);
    EXPECT_FAILS(put(5, samples::bytes(4 * 32)), conflict);
    EXPECT_FAILS(put(6, samples::bytes(33)), bad_input);
    EXPECT_FAILS(put(6, samples::bytes(257 * 32)), bad_input);
    EXPECT_FAILS(put(6, {}), bad_input);
    EXPECT_FAILS(read([](ReadTx& tx) { return tx.tile(0, 5); }), not_found);
    ASSERT_OK(write([](WriteTx& tx) {
        return tx.publish_checkpoint({(5 * 256 + 3) * 256, random_fixed<Hash32>(), "note\n", kStart});
    }));
}

TEST_P(EngineContract, PublishedCheckpointNeverGoesBack) {
    EXPECT_FAILS(read([](ReadTx& tx) { return tx.latest_checkpoint(); }), not_found);
    CheckpointRow row{.size = 10, .root = random_fixed<Hash32>(), .note = "note\n", .at = kStart};
    const auto publish = [&] { return write([&](WriteTx& tx) { return tx.publish_checkpoint(row); }); };
    ASSERT_OK(publish());
    row.note = "note with a cosignature\n";
    ASSERT_OK(publish());
    const auto found = read([](ReadTx& tx) { return tx.latest_checkpoint(); });
    EXPECT_EQ(found->size, 10U);
    EXPECT_EQ(found->root, row.root);
    EXPECT_EQ(found->note, row.note);
    EXPECT_EQ(found->at, kStart);
    row.root = random_fixed<Hash32>();
    EXPECT_FAILS(publish(), conflict);
    row.size = 9;
    EXPECT_FAILS(publish(), conflict);
    row.size = 11;
    EXPECT_OK(publish());
}

TEST_P(EngineContract, OneSignerHoldsTheLeaseAtATime) {
    const auto lease = [&](const char* holder, Time now) {
        return write([&](WriteTx& tx) { return tx.lease_signer(holder, now, now + 10s); });
    };
    ASSERT_OK(lease("a", kStart));
    EXPECT_FAILS(lease("b", kStart + 5s), conflict);
    ASSERT_OK(lease("a", kStart + 5s));
    EXPECT_FAILS(lease("b", kStart + 12s), conflict);
    ASSERT_OK(lease("b", kStart + 15s));
    EXPECT_FAILS(lease("a", kStart + 16s), conflict);
}

TEST_P(EngineContract, LeaseThatNoServerWouldGiveBindsNobody) {
    ASSERT_OK(write([](WriteTx& tx) { return tx.lease_signer("a", kStart, kStart + 24h); }));
    ASSERT_OK(write([](WriteTx& tx) { return tx.lease_signer("b", kStart + 1s, kStart + 11s); }));
}

}  // namespace
}  // namespace hotline::storage::contract
