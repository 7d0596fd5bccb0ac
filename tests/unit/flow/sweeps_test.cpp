#include "server/flow/approvals.hpp"
#include "server/flow/divert.hpp"
#include "server/flow/due.hpp"
#include "server/flow/reschedule.hpp"
#include "tests/contract/sqlite_home.hpp"
#include "tests/unit/vault/people.hpp"

#include <gtest/gtest.h>

namespace hotline::flow {
namespace {

using crypto::Compartment;
using namespace std::chrono_literals;

const storage::Time kStart{std::chrono::sys_days{std::chrono::year{2026} / 9 / 10}};

/// What the server does by itself when a time is over: an engine, the keys' public halves, a clock.
class Sweeps : public ::testing::Test {
protected:
    void SetUp() override {
        init_crypto();
        storage::contract::EngineSetup setup;
        setup.clock = [this] { return clock.now(); };
        engine = home.open(setup);
        services.engine = engine.get();
        services.sealer = &hotline.sealer;
        services.recorder = &recorder;
        services.clock = &clock;
        services.calendar = &calendar;
        services.service_levels = &service_levels;
    }
    void TearDown() override {
        engine->stop();
        EXPECT_EQ(home.check(), std::vector<std::string>{});
    }
    template <class Work>
    void write(Work work) {
        const auto done = storage::write_and_wait(*engine, std::move(work));
        ASSERT_TRUE(done) << done.error().internal;
    }
    /// A case that a detector took for a denunciation.
    storage::CaseNumber store_guess() {
        const storage::CaseNumber number = store(storage::CaseState::diverted, "to-cao", std::nullopt);
        write([&](storage::WriteTx& tx) { return tx.put_guess(number, clock.now() + kGuessLife); });
        return number;
    }
    storage::CaseNumber store(storage::CaseState state, const char* of_class,
                              std::optional<storage::Time> due_at) {
        const SecretBytes original = SecretBytes::from_text("nguyên văn");
        const SecretBytes identity = SecretBytes::from_text(R"({"full_name":"Trần Thị B"})");
        storage::CaseRecord record;
        record.row.id = random_fixed<CaseId>();
        record.row.state = state;
        record.row.class_code = of_class;
        record.row.due_at = due_at;
        record.row.field = "khac";
        record.row.unit = "desk";
        record.row.urgency = "normal";
        record.row.channel = "phone";
        record.row.received_at = record.row.updated_at = clock.now();
        Result<vault::SealedCase> sealed = hotline.sealer.seal_case(
            record.row.id, {"tố cáo", "tố cáo", {}, &original, &identity, nullptr}, {"desk", true, false});
        record.dossier = std::move(sealed->dossier);
        record.row.citizen_salt = sealed->citizen_salt;
        audit::Act act;
        act.kind = "case.received";
        act.case_id = record.row.id;
        act.manifest = storage::manifest_hash(record.dossier);
        storage::CaseNumber number = 0;
        write([&](storage::WriteTx& tx) -> Result<void> {
            auto given = tx.insert_case(record, 0);
            if (!given) return given.error();
            number = *given;
            return tx.append_event(*recorder.by_citizen(act));
        });
        return number;
    }
    storage::CaseRecord find(storage::CaseNumber number) {
        storage::CaseRecord found;
        EXPECT_TRUE(storage::read_and_wait(*engine, [&](storage::ReadTx& tx) -> Result<void> {
            auto record = tx.find_case(number);
            if (!record) return record.error();
            found = *std::move(record);
            return {};
        }));
        return found;
    }
    std::size_t leaves_of(const char* kind) {
        std::size_t count = 0;
        EXPECT_TRUE(storage::read_and_wait(*engine, [&](storage::ReadTx& tx) -> Result<void> {
            storage::EventQuery query;
            query.kind_prefix = kind;
            auto events = tx.events(query);
            if (!events) return events.error();
            count = events->size();
            return {};
        }));
        return count;
    }
    /// What the first leaf of a kind shows to the citizen.
    std::string shown_of(const char* kind) {
        std::string shown;
        EXPECT_TRUE(storage::read_and_wait(*engine, [&](storage::ReadTx& tx) -> Result<void> {
            storage::EventQuery query;
            query.kind_prefix = kind;
            auto events = tx.events(query);
            if (!events) return events.error();
            if (!events->empty()) shown = events->front().details.shown_json;
            return {};
        }));
        return shown;
    }
    /// Waits until the writer has done what was asked before.
    void settle() {
        write([](storage::WriteTx&) { return Result<void>{}; });
    }

    storage::contract::SqliteHome home;
    ops::ManualClock clock{kStart};
    testing::Hotline hotline;
    audit::Recorder recorder{&hotline.sealer};
    calendar::Calendar calendar = calendar::Calendar::built_in();
    calendar::ServiceLevels service_levels = calendar::ServiceLevels::built_in();
    std::unique_ptr<storage::Engine> engine;
    Services services;
};

TEST_F(Sweeps, AGuessIsWipedAfterThreeDaysWithoutADecision) {
    const storage::CaseNumber number = store_guess();
    clock.advance(71h);
    sweep_guesses(services);
    settle();
    EXPECT_TRUE(is_undecided_guess(find(number)));
    clock.advance(2h);
    sweep_guesses(services);
    settle();
    const storage::CaseRecord wiped = find(number);
    EXPECT_FALSE(is_undecided_guess(wiped));
    for (const Compartment compartment : {Compartment::identity, Compartment::original})
        EXPECT_EQ(wiped.dossier.find_envelope(compartment, storage::place::kText), nullptr);
    EXPECT_NE(wiped.dossier.find_envelope(Compartment::report, storage::place::kText), nullptr);
    EXPECT_EQ(leaves_of("erase.lapsed"), 1U);
    sweep_guesses(services);
    settle();
    EXPECT_EQ(leaves_of("erase.lapsed"), 1U);
}

TEST_F(Sweeps, ReWrapsGoWhenAnApprovalHasEnded) {
    const storage::CaseNumber number = store_guess();
    const storage::CaseRecord record = find(number);
    storage::ApprovalRow row = storage::samples::approval(random_fixed<UserId>(), record.row.id, clock.now());
    storage::EventDraft asked = storage::samples::event("reveal.asked");
    asked.actor = row.requester;
    asked.case_id = row.case_id;
    write([&](storage::WriteTx& tx) -> Result<void> {
        if (auto added = tx.append_event(asked); !added) return added;
        if (auto added = tx.add_approval(row); !added) return added;
        if (auto added = tx.append_event(storage::samples::event("reveal.approved")); !added) return added;
        row.state = storage::ApprovalState::approved;
        row.approver = random_fixed<UserId>();
        row.signature = random_fixed<crypto::Signature>();
        row.expires_at = clock.now() + kApprovedLife;
        row.wraps = {record.dossier.parts.back()};
        return tx.update_approval(row);
    });
    const auto found = [&] {
        storage::ApprovalRow now;
        EXPECT_TRUE(storage::read_and_wait(*engine, [&](storage::ReadTx& tx) -> Result<void> {
            auto one = tx.find_approval(row.id);
            if (!one) return one.error();
            now = *std::move(one);
            return {};
        }));
        return now;
    };
    sweep_approvals(services);
    settle();
    EXPECT_FALSE(found().wraps.empty());
    clock.advance(kApprovedLife);
    EXPECT_EQ(state_at(found(), clock.now()), storage::ApprovalState::ended) << "also before the sweep";
    sweep_approvals(services);
    settle();
    EXPECT_TRUE(found().wraps.empty());
    EXPECT_EQ(found().state, storage::ApprovalState::ended);
}

TEST_F(Sweeps, ARequestIsOnlyWhatItsLeafSays) {
    storage::ApprovalRow row =
        storage::samples::approval(random_fixed<UserId>(), random_fixed<CaseId>(), kStart);
    audit::Act act;
    act.kind = "reveal.asked";
    act.purpose = row.purpose;
    act.case_id = row.case_id;
    act.compartments = {"identity"};
    storage::EventRow asked;
    asked.details = *recorder.by_server(act);
    asked.details.actor = row.requester;
    row.unit.clear();  // a server acts for no unit
    asked.leaf = storage::format_leaf(asked.index, asked.at, asked.details);
    EXPECT_TRUE(matches_its_leaf(row, asked));
    storage::ApprovalRow wider = row, another = row, other_case = row;
    wider.compartments.push_back(Compartment::contact);
    another.purpose = "return-result";
    other_case.case_id = random_fixed<CaseId>();
    for (const storage::ApprovalRow& changed : {wider, another, other_case})
        EXPECT_FALSE(matches_its_leaf(changed, asked));
    storage::EventRow rewritten = asked;
    rewritten.details.shown_json.replace(rewritten.details.shown_json.find("identity"), 8, "original");
    row.compartments = {Compartment::original};
    EXPECT_FALSE(matches_its_leaf(row, rewritten)) << "the leaf does not commit to the changed text";
}

TEST_F(Sweeps, OpenCasesGetTheirDeadlineAnewAfterTheCalendarChanged) {
    const storage::Time stale = clock.now() + 24h;
    const auto right = answer_due(services, {"phan-anh", "khac", "normal"}, clock.now());
    ASSERT_TRUE(right);
    std::vector<storage::CaseNumber> open;
    for (int i = 0; i < 120; ++i) open.push_back(store(storage::CaseState::forwarded, "phan-anh", stale));
    const storage::CaseNumber agreeing = store(storage::CaseState::forwarded, "phan-anh", right->due_at);
    const storage::CaseNumber closed = store(storage::CaseState::closed, "phan-anh", stale);

    Rescheduler interrupted(&services, "files-1");
    interrupted.step();
    settle();
    EXPECT_FALSE(interrupted.is_done());
    const std::size_t moved_before = leaves_of("case.rescheduled");
    EXPECT_GT(moved_before, 0U);
    EXPECT_LT(moved_before, open.size());
    Rescheduler resumed(&services, "files-1");
    for (int i = 0; i < 3; ++i) {
        resumed.step();
        settle();
    }
    EXPECT_TRUE(resumed.is_done());
    for (const storage::CaseNumber number : open) EXPECT_EQ(find(number).row.due_at, right->due_at);
    EXPECT_EQ(find(agreeing).row.version, 1U);
    EXPECT_EQ(find(closed).row.due_at, stale);
}

TEST_F(Sweeps, AMovedDeadlineKeepsTheOldOneInItsLeafAndIsMovedOnce) {
    const storage::Time stale = clock.now() + 24h;
    const storage::CaseNumber number = store(storage::CaseState::forwarded, "phan-anh", stale);
    for (const char* files : {"files-1", "files-1", "files-2"}) {
        Rescheduler rescheduler(&services, files);
        rescheduler.step();
        settle();
        EXPECT_TRUE(rescheduler.is_done());
    }
    EXPECT_EQ(find(number).row.version, 2U);
    EXPECT_EQ(leaves_of("case.rescheduled"), 1U);
    EXPECT_NE(shown_of("case.rescheduled").find(ops::format_rfc3339(stale) + "/"), std::string::npos);
}

}  // namespace
}  // namespace hotline::flow
