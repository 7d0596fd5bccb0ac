#include "tests/contract/contract_suite.hpp"

#include <atomic>
#include <future>
#include <latch>
#include <thread>

namespace hotline::storage::contract {
namespace {

/// Holds the writer inside a work until it is told to go on, so that works gather behind it.
class Gate {
public:
    explicit Gate(Engine& engine) {
        std::promise<void> entered;
        auto inside = entered.get_future();
        engine.write(
            [this, entered = std::move(entered)](WriteTx&) mutable -> Result<void> {
                entered.set_value();
                open_.get_future().wait();
                return {};
            },
            [](const Result<Commit>&) {});
        inside.wait();
    }
    void open() { open_.set_value(); }

private:
    std::promise<void> open_;
};

TEST_P(EngineContract, FailedWorkInAGroupLeavesItsNeighboursAlone) {
    std::vector<std::promise<Result<Commit>>> answers(5);
    std::vector<CaseRecord> records;
    Gate gate(*engine_);
    for (std::size_t i = 0; i < answers.size(); ++i) {
        records.push_back(samples::sealed_case());
        auto work = samples::intake(records[i]);
        const bool fails = i % 2 == 1;
        engine_->write(
            [work = std::move(work), fails](WriteTx& tx) mutable -> Result<void> {
                if (auto done = work(tx); !done) return done;
                if (fails) return fail(Errc::wrong_state, "after its changes");
                return {};
            },
            [&, i](Result<Commit> commit) { answers[i].set_value(std::move(commit)); });
    }
    gate.open();
    std::vector<std::uint64_t> leaves;
    for (std::size_t i = 0; i < answers.size(); ++i) {
        const auto commit = answers[i].get_future().get();
        if (i % 2 == 1) {
            EXPECT_FAILS(commit, wrong_state);
            EXPECT_FAILS(read([&](ReadTx& tx) { return tx.find_case(records[i].row.id); }), not_found);
            EXPECT_TRUE(read([&](ReadTx& tx) { return tx.events({.case_id = records[i].row.id}); })->empty());
            continue;
        }
        ASSERT_OK(commit);
        leaves.push_back(commit->leaves.at(0));
        const auto found = read([&](ReadTx& tx) { return tx.find_case(records[i].row.id); });
        ASSERT_OK(found);
        EXPECT_EQ(found->row.manifest_leaf, leaves.back());
        EXPECT_EQ(found->row.number, 2600000001 + static_cast<CaseNumber>(i / 2));
    }
    EXPECT_EQ(leaves, (std::vector<std::uint64_t>{0, 1, 2}));
    const auto health = engine_->health();
    EXPECT_LT(health.commits, health.works) << "the works were to share a transaction";
}

TEST_P(EngineContract, WorkThatThrowsIsUndone) {
    const auto record = samples::sealed_case();
    auto work = samples::intake(record);
    EXPECT_FAILS(write([&](WriteTx& tx) -> Result<void> {
                     if (auto done = work(tx); !done) return done;
                     throw std::logic_error("bug");
                 }),
                 internal);
    EXPECT_FAILS(read([&](ReadTx& tx) { return tx.find_case(record.row.id); }), not_found);
    EXPECT_OK(write(samples::intake(record)));
}

TEST_P(EngineContract, WorkSeesItsOwnChanges) {
    const auto record = samples::sealed_case();
    ASSERT_OK(write([&](WriteTx& tx) -> Result<void> {
        const auto number = tx.insert_case(record, 0);
        if (!number) return number.error();
        EXPECT_OK(tx.find_case(*number));
        EXPECT_EQ(tx.list_cases({.units = {{"so-xay-dung"}}})->items.size(), 1U);
        if (auto done = tx.append_event(samples::event_of(record)); !done) return done;
        EXPECT_EQ(*tx.event_count(), 1U);
        EXPECT_EQ(tx.events({})->size(), 1U);
        return tx.append_event(samples::event_of(record, "case.triaged"));
    }));
    EXPECT_EQ(read([](ReadTx& tx) { return tx.events({}); })->size(), 2U);
}

TEST_P(EngineContract, ReadsOfOneWorkAreOneSnapshot) {
    const auto before = store();
    std::promise<void> looked, changed;
    std::promise<std::pair<std::size_t, std::size_t>> seen;
    engine_->read([&](Result<ReadTx*> tx) {
        ASSERT_OK(tx);
        const auto first = (*tx)->list_cases({})->items.size();
        looked.set_value();
        changed.get_future().wait();
        seen.set_value({first, (*tx)->list_cases({})->items.size()});
    });
    looked.get_future().wait();
    static_cast<void>(store());
    changed.set_value();
    EXPECT_EQ(seen.get_future().get(), std::pair(std::size_t{1}, std::size_t{1}));
    EXPECT_EQ(page({}).items.size(), 2U);
}

TEST_P(EngineContract, FullWriteQueueAnswersBusyOnTheCallersThread) {
    reopen({.queue_limit = 3, .group_limit = 1});
    std::atomic<int> stored = 0;
    {
        Gate gate(*engine_);
        for (int i = 0; i < 3; ++i)
            engine_->write([](WriteTx& tx) { return tx.append_event(samples::event()); },
                           [&](const Result<Commit>& commit) { stored += commit ? 1 : 0; });
        EXPECT_EQ(engine_->health().queue_length, 3U);
        std::thread::id answered_on;
        bool busy = false;
        engine_->write([](WriteTx&) -> Result<void> { return {}; },
                       [&](const Result<Commit>& commit) {
                           answered_on = std::this_thread::get_id();
                           busy = !commit && commit.error().code == Errc::busy;
                       });
        EXPECT_TRUE(busy);
        EXPECT_EQ(answered_on, std::this_thread::get_id());
        gate.open();
        engine_->stop();
    }
    EXPECT_EQ(stored, 3);
}

TEST_P(EngineContract, FullReadQueueAnswersBusy) {
    reopen({.readers = 1, .read_queue_limit = 1});
    std::promise<void> entered, go_on;
    engine_->read([&](Result<ReadTx*>) {
        entered.set_value();
        go_on.get_future().wait();
    });
    entered.get_future().wait();
    std::atomic<int> served = 0;
    engine_->read([&](const Result<ReadTx*>& tx) { served += tx ? 1 : 0; });
    EXPECT_FAILS(read([](ReadTx& tx) { return tx.event_count(); }), busy);
    go_on.set_value();
    engine_->stop();
    EXPECT_EQ(served, 1);
}

TEST_P(EngineContract, StopFinishesAcceptedWorkAndRefusesMore) {
    std::atomic<int> stored = 0;
    for (int i = 0; i < 50; ++i)
        engine_->write(samples::intake(samples::sealed_case({.report_bytes = 50})),
                       [&](const Result<Commit>& commit) { stored += commit ? 1 : 0; });
    engine_->stop();
    EXPECT_EQ(stored, 50);
    EXPECT_FAILS(write([](WriteTx&) -> Result<void> { return {}; }), storage_failed);
    EXPECT_FAILS(read([](ReadTx& tx) { return tx.event_count(); }), storage_failed);
    reopen();
    EXPECT_EQ(all_numbers({}).size(), 50U);
}

TEST_P(EngineContract, ReopenFindsEverything) {
    const auto record = store({.due_at = Time{std::chrono::sys_days{std::chrono::year{2026} / 9 / 20}}});
    ASSERT_OK(change([](WriteTx& tx) { return tx.put_user(samples::user("an")); }));
    reopen();
    const auto found = read([&](ReadTx& tx) { return tx.find_case(record.row.id); });
    ASSERT_OK(found);
    EXPECT_EQ(manifest_hash(found->dossier), manifest_hash(record.dossier));
    EXPECT_EQ(*read([](ReadTx& tx) { return tx.event_count(); }), 2U);
    EXPECT_OK(read([](ReadTx& tx) { return tx.find_user("an"); }));
    const auto commit = write([](WriteTx& tx) { return tx.append_event(samples::event()); });
    EXPECT_EQ(commit->leaves, std::vector<std::uint64_t>{2});
}

TEST_P(EngineContract, HealthCountsWorksAndSeesTheVolume) {
    static_cast<void>(store());
    const auto health = engine_->health();
    EXPECT_TRUE(health.writable);
    EXPECT_TRUE(health.intact);
    EXPECT_GT(health.free_bytes, 0U);
    EXPECT_EQ(health.works, 1U);
    EXPECT_EQ(health.commits, 1U);
    EXPECT_EQ(health.queue_length, 0U);
}

TEST_P(EngineContract, ScrubTellsFromWhenErasureCoversCopies) {
    static_cast<void>(store());
    std::promise<Result<Time>> answer;
    engine_->scrub([&](Result<Time> day) { answer.set_value(std::move(day)); });
    const auto day = answer.get_future().get();
    ASSERT_OK(day);
    EXPECT_GE(*day, std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now()));
}

}  // namespace
}  // namespace hotline::storage::contract
