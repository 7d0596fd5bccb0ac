#include "storage/sqlite/sqlite_engine.hpp"

#include "storage/sqlite/connection.hpp"
#include "storage/sqlite/sqlite_check.hpp"
#include "tests/contract/sqlite_home.hpp"

#include <sqlite3.h>
#include <sys/stat.h>

#include <algorithm>
#include <fstream>
#include <future>
#include <thread>

namespace hotline::storage {
namespace {

using namespace std::chrono_literals;

class SqliteEngineTest : public testing::Test {
protected:
    void SetUp() override { init_crypto(); }
    [[nodiscard]] Result<std::unique_ptr<Engine>> open(bool create) {
        SqliteOptions options;
        options.path = file();
        options.create = create;
        return open_sqlite(options);
    }
    [[nodiscard]] std::filesystem::path file() const { return folder_.path() / "hotline.db"; }
    [[nodiscard]] static std::string contents(const std::filesystem::path& path) {
        std::ifstream in(path, std::ios::binary);
        return {std::istreambuf_iterator<char>(in), {}};
    }
    static Result<Time> scrub(Engine& engine) {
        std::promise<Result<Time>> answer;
        engine.scrub([&](Result<Time> day) { answer.set_value(std::move(day)); });
        return answer.get_future().get();
    }
    contract::TemporaryFolder folder_;
};

TEST_F(SqliteEngineTest, CreateAndOpenAreTwoThings) {
    EXPECT_EQ(open(false).error().code, Errc::not_found);
    ASSERT_TRUE(open(true));
    EXPECT_EQ(open(true).error().code, Errc::conflict);
    EXPECT_TRUE(open(false));
}

TEST_F(SqliteEngineTest, FileIsItsOwnersAlone) {
    ASSERT_TRUE(open(true));
    struct ::stat status{};
    ASSERT_EQ(::stat(file().c_str(), &status), 0);
    EXPECT_EQ(status.st_mode & 0777, 0600U);
}

TEST_F(SqliteEngineTest, SecondEngineOnTheSameFileIsBusy) {
    const auto first = open(true);
    ASSERT_TRUE(first);
    EXPECT_EQ(open(false).error().code, Errc::busy);
}

TEST_F(SqliteEngineTest, NewerDatabaseIsRefusedWithItsVersion) {
    ASSERT_TRUE(open(true));
    sqlite3* db = nullptr;
    sqlite3_open(file().c_str(), &db);
    ASSERT_EQ(sqlite3_exec(db, "INSERT INTO migrations VALUES(99,'V099__later',x'00',0,x'00')", nullptr,
                           nullptr, nullptr),
              SQLITE_OK);
    sqlite3_close(db);
    const auto refused = open(false);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, Errc::storage_failed);
    EXPECT_NE(refused.error().internal.find("schema version 99, newer than"), std::string::npos);
}

TEST_F(SqliteEngineTest, ChangedMigrationIsRefused) {
    ASSERT_TRUE(open(true));
    sqlite3* db = nullptr;
    sqlite3_open(file().c_str(), &db);
    ASSERT_EQ(sqlite3_exec(db, "UPDATE migrations SET sha256=x'00'", nullptr, nullptr, nullptr), SQLITE_OK);
    sqlite3_close(db);
    EXPECT_EQ(open(false).error().code, Errc::storage_failed);
}

TEST_F(SqliteEngineTest, FileThatIsNoDatabaseIsRefused) {
    std::ofstream(file()) << std::string(8192, 'x');
    EXPECT_EQ(open(false).error().code, Errc::storage_failed);
}

TEST_F(SqliteEngineTest, LockedConnectionsRefuseEverythingButTheirWork) {
    ASSERT_TRUE(open(true));
    for (const auto access : {sqlite::Access::write, sqlite::Access::read}) {
        auto db = sqlite::Connection::open(file(), access);
        ASSERT_TRUE(db);
        db->lock_down();
        for (const auto* sql :
             {"CREATE TABLE t(a)", "DROP TABLE cases", "ALTER TABLE cases ADD COLUMN a",
              "ATTACH DATABASE 'other.db' AS other", "DETACH DATABASE main", "PRAGMA writable_schema=ON",
              "PRAGMA journal_mode=DELETE", "PRAGMA user_version", "SELECT load_extension('x')",
              "CREATE TEMP TABLE t(a)", "UPDATE sqlite_schema SET sql=''", "DELETE FROM sqlite_schema",
              "VACUUM", "REINDEX", "ANALYZE", "CREATE TRIGGER t AFTER INSERT ON cases BEGIN SELECT 1; END",
              "SELECT randomblob(9)", "SELECT hex(id) FROM cases"})
            EXPECT_FALSE(db->execute(sql)) << sql;
        EXPECT_TRUE(db->execute("SELECT COUNT(*) FROM cases"));
        const bool may_write = access == sqlite::Access::write;
        EXPECT_EQ(db->execute("DELETE FROM facts").has_value(), may_write);
        EXPECT_EQ(db->execute("INSERT INTO facts VALUES('a','b',x'00')").has_value(), may_write);
    }
}

TEST_F(SqliteEngineTest, UnlinkedFileStopsEverything) {
    const auto engine = open(true);
    ASSERT_TRUE(engine);
    static_cast<void>(samples::store(**engine));
    std::filesystem::remove(file());
    const auto written =
        write_and_wait(**engine, [](WriteTx& tx) { return tx.append_event(samples::event()); });
    ASSERT_FALSE(written);
    EXPECT_EQ(written.error().code, Errc::storage_failed);
    EXPECT_FALSE((*engine)->health().intact);
    EXPECT_FALSE((*engine)->health().writable);
    const auto read = read_and_wait(**engine, [](ReadTx&) -> Result<void> { return {}; });
    EXPECT_EQ(read.error().code, Errc::storage_failed);
    EXPECT_EQ(scrub(**engine).error().code, Errc::storage_failed);
}

TEST_F(SqliteEngineTest, ReplacedFileStopsEverything) {
    const auto engine = open(true);
    ASSERT_TRUE(engine);
    static_cast<void>(samples::store(**engine));
    std::filesystem::copy_file(file(), folder_.path() / "copy");
    std::filesystem::rename(folder_.path() / "copy", file());
    EXPECT_FALSE(write_and_wait(**engine, samples::intake(samples::sealed_case())));
    EXPECT_FALSE((*engine)->health().intact);
}

TEST_F(SqliteEngineTest, NothingIsWrittenBelowTheReserve) {
    SqliteOptions options;
    options.path = file();
    options.create = true;
    options.reserve_bytes = ~0ULL;
    auto engine = open_sqlite(options);
    ASSERT_TRUE(engine);
    EXPECT_EQ(write_and_wait(**engine, samples::intake(samples::sealed_case())).error().code,
              Errc::storage_full);
    EXPECT_FALSE((*engine)->health().writable);
    EXPECT_TRUE(read_and_wait(**engine, [](ReadTx& tx) -> Result<void> {
        const auto n = tx.event_count();
        return n ? Result<void>{} : Result<void>(n.error());
    })) << "reading goes on";
}

TEST_F(SqliteEngineTest, ScrubEmptiesTheJournalWhileReadersComeAndGo) {
    const auto engine = open(true);
    ASSERT_TRUE(engine);
    static_cast<void>(samples::store(**engine));
    std::atomic<bool> stop = false;
    std::thread reader([&] {
        while (!stop)
            static_cast<void>(read_and_wait(**engine, [](ReadTx& tx) -> Result<void> {
                static_cast<void>(tx.list_cases({}));
                return {};
            }));
    });
    EXPECT_TRUE(scrub(**engine));
    EXPECT_EQ(std::filesystem::file_size(file().string() + "-wal"), 0U);
    stop = true;
    reader.join();
}

TEST_F(SqliteEngineTest, ErasedBytesAreInNoFileAfterAScrub) {
    const auto engine = open(true);
    ASSERT_TRUE(engine);
    std::vector<CaseRecord> records;
    for (int i = 0; i < 60; ++i)
        records.push_back(samples::store(**engine, {.report_bytes = static_cast<std::size_t>(100 + 40 * i)}));
    std::vector<std::string> markers;
    for (std::size_t i = 0; i < records.size(); i += 2) {
        const std::vector erased{crypto::Compartment::contact, crypto::Compartment::identity};
        for (const auto& part : records[i].dossier.parts) {
            if (part.compartment != erased[0] && part.compartment != erased[1]) continue;
            markers.emplace_back(part.bytes.begin() + 60, part.bytes.begin() + 90);
        }
        const auto events = read_and_wait(**engine, [&](ReadTx& tx) -> Result<void> {
            const auto found = tx.events({.case_id = records[i].row.id});
            const auto& details = found->front().details;
            markers.emplace_back(details.staff_envelope.begin() + 60, details.staff_envelope.begin() + 90);
            markers.emplace_back(as_text(details.shown_salt.view()));
            return {};
        });
        ASSERT_TRUE(events);
        auto rest = records[i];
        std::erase_if(rest.dossier.parts, [&](const SealedPart& part) {
            return part.compartment == erased[0] || part.compartment == erased[1];
        });
        ASSERT_TRUE(write_and_wait(**engine, [&](WriteTx& tx) -> Result<void> {
            if (auto done = tx.append_event(samples::event_of(rest, "erase.person")); !done) return done;
            return tx.erase_compartments(records[i].row.number, erased, true);
        }));
    }
    const auto hits = [&] {
        const auto all = contents(file()) + contents(file().string() + "-wal");
        return std::ranges::count_if(
            markers, [&](const std::string& marker) { return all.find(marker) != std::string::npos; });
    };
    EXPECT_GT(hits(), 0) << "the scan must be able to find something";
    ASSERT_TRUE(scrub(**engine));
    EXPECT_EQ(hits(), 0);
}

TEST_F(SqliteEngineTest, JournalIsMovedIntoTheDatabaseUnderLoad) {
    const auto engine = open(true);
    ASSERT_TRUE(engine);
    for (int i = 0; i < 900; ++i) {
        (*engine)->write(samples::intake(samples::sealed_case({.report_bytes = 4000})),
                         [](const Result<Commit>& commit) { EXPECT_TRUE(commit); });
    }
    (*engine)->stop();
    EXPECT_EQ(check_sqlite(file()).value(), std::vector<std::string>{});
    EXPECT_GT(std::filesystem::file_size(file()), 900U * 4000U);
}

}  // namespace
}  // namespace hotline::storage
