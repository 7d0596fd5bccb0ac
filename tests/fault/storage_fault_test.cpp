#include "storage/sqlite/sqlite_check.hpp"
#include "tests/contract/sqlite_home.hpp"
#include "tests/fault/faulty_vfs.hpp"

#include <future>

namespace hotline::storage::fault {
namespace {

using contract::SqliteHome;

struct Case {
    Fault fault = Fault::io_error;
    bool forever = false;
};

/// One intake whose N-th write or sync fails, for every N until none of its calls is left to fail.
class StorageFault : public testing::TestWithParam<Case> {
protected:
    void SetUp() override {
        init_crypto();
        FaultyVfs::install();
        FaultyVfs::heal();
    }
    void TearDown() override { FaultyVfs::heal(); }

    /// @return false when the intake ended before call n.
    bool try_call(std::uint64_t n) {
        SqliteHome home;
        auto engine = home.open({});
        const auto before = samples::store(*engine, {.report_bytes = 100});
        const auto record = samples::sealed_case();
        FaultyVfs::fail_from(n, GetParam().fault, GetParam().forever);
        const auto commit = write_and_wait(*engine, samples::intake(record));
        const bool struck = FaultyVfs::has_struck();
        if (!struck) EXPECT_TRUE(commit);
        if (!commit) {
            const auto code = commit.error().code;
            EXPECT_TRUE(code == Errc::storage_failed || code == Errc::storage_full) << name_of(code);
            expect_absent(*engine, record.row.id);
        }
        FaultyVfs::heal();
        const auto after = write_and_wait(*engine, samples::intake(samples::sealed_case()));
        EXPECT_TRUE(after) << "the engine works again once the disk does";
        if (after && commit) EXPECT_EQ(after->leaves.front(), commit->leaves.front() + 1);
        engine->stop();
        engine.reset();
        expect_whole(home, before.row.id, true);
        expect_whole(home, record.row.id, commit.has_value());
        return struck;
    }

    static void expect_absent(Engine& engine, const CaseId& id) {
        const auto read = read_and_wait(engine, [&](ReadTx& tx) -> Result<void> {
            EXPECT_FALSE(tx.find_case(id)) << "what was refused is not there";
            EXPECT_TRUE(tx.events({.case_id = id})->empty());
            return {};
        });
        EXPECT_TRUE(read);
    }

    /// After opening again: the case, its leaf and its body are all there, or none of them.
    static void expect_whole(SqliteHome& home, const CaseId& id, bool expected) {
        auto engine = home.open({});
        const auto read = read_and_wait(*engine, [&](ReadTx& tx) -> Result<void> {
            EXPECT_EQ(tx.find_case(id).has_value(), expected);
            EXPECT_EQ(tx.events({.case_id = id})->size(), expected ? 1U : 0U);
            return {};
        });
        EXPECT_TRUE(read);
        engine->stop();
        EXPECT_EQ(home.check(), std::vector<std::string>{});
    }
};

// ASVS 5.0.0: 16.5.2, 16.5.3
TEST_P(StorageFault, IntakeIsStoredWholeOrRefusedWhole) {
    std::uint64_t n = 0;
    constexpr std::uint64_t kPlausible = 500;
    while (n < kPlausible && try_call(n)) ++n;
    EXPECT_GT(n, 5U) << "an intake writes more than a few times";
    EXPECT_LT(n, kPlausible);
}

/// A crash right after a commit that failed: the journal still has its frames, but they are dead.
TEST_P(StorageFault, RefusedIntakeStaysAwayAfterACrash) {
    for (std::uint64_t n = 0; n < 40; ++n) {
        SqliteHome home, copy;
        auto engine = home.open({});
        const auto before = samples::store(*engine, {.report_bytes = 100});
        const auto record = samples::sealed_case();
        FaultyVfs::fail_from(n, GetParam().fault, false);
        const auto commit = write_and_wait(*engine, samples::intake(record));
        FaultyVfs::heal();
        // files as a killed process leaves them
        for (const auto* suffix : {"", "-wal"})
            std::filesystem::copy_file(home.file().string() + suffix, copy.file().string() + suffix);
        engine->stop();
        expect_whole(copy, before.row.id, true);
        expect_whole(copy, record.row.id, commit.has_value());
        if (!FaultyVfs::has_struck()) break;
    }
}

std::string name_of_case(const testing::TestParamInfo<Case>& info) {
    constexpr std::array kNames{"IoError", "DiskFull", "ShortWrite", "ErrorAfterAll"};
    const std::string name = kNames.at(static_cast<std::size_t>(info.param.fault));
    return name + (info.param.forever ? "Forever" : "Once");
}

INSTANTIATE_TEST_SUITE_P(Sqlite, StorageFault,
                         testing::Values(Case{Fault::io_error, false}, Case{Fault::io_error, true},
                                         Case{Fault::disk_full, false}, Case{Fault::disk_full, true},
                                         Case{Fault::short_write, false},
                                         Case{Fault::error_after_all, false}),
                         name_of_case);

}  // namespace
}  // namespace hotline::storage::fault
