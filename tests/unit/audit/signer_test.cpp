#include "server/audit/signer.hpp"
#include "server/audit/tiles.hpp"
#include "storage/sqlite/sqlite_engine.hpp"
#include "tests/unit/audit/tamper.hpp"

#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>

namespace hotline::audit {
namespace {

class SignerTest : public ::testing::Test {
protected:
    void SetUp() override {
        folder = std::filesystem::temp_directory_path() /
                 ("hotline-signer-" + to_hex(random_fixed<Salt16>().view()));
        std::filesystem::create_directory(folder);
        engine = open(true);
    }
    void TearDown() override {
        engine->stop();
        engine.reset();
        std::filesystem::remove_all(folder);
    }
    std::unique_ptr<storage::Engine> open(bool create) {
        storage::SqliteOptions options;
        options.path = folder / "hotline.db";
        options.create = create;
        return storage::open_sqlite(std::move(options)).value();
    }
    void add_leaves(int count) {
        storage::EventDraft draft;
        draft.kind = "log.tested";
        draft.shown_json = "{}";
        for (int i = 0; i < count; ++i)
            ASSERT_TRUE(storage::write_and_wait(
                *engine, [&](storage::WriteTx& tx) { return tx.append_event(draft); }));
    }
    Signer::Options options(bool outside = true) {
        Signer::Options made;
        made.key = {"hotline.example/log1",
                    crypto::sign_key_pair_from_seed(crypto::SignSeed::from(Bytes(32, 1)).value())};
        made.holder = "test";
        if (outside) made.published = folder / "checkpoint";
        return made;
    }
    Result<void> start(bool outside = true) {
        return Signer(engine.get(), &clock, options(outside)).check_at_start();
    }
    storage::CheckpointRow latest() {
        storage::CheckpointRow row;
        EXPECT_TRUE(storage::read_and_wait(*engine, [&](storage::ReadTx& tx) -> Result<void> {
            Result<storage::CheckpointRow> found = tx.latest_checkpoint();
            if (!found) return found.error();
            row = *found;
            return {};
        }));
        return row;
    }

    std::filesystem::path folder;
    std::unique_ptr<storage::Engine> engine;
    ops::SystemClock clock;
};

// ASVS 5.0.0: 16.4.3
TEST_F(SignerTest, SignsWhatIsThereAndKeepsACopyOutside) {
    add_leaves(5);
    ASSERT_TRUE(start());
    EXPECT_EQ(latest().size, 5U);
    std::ifstream kept(folder / "checkpoint");
    const std::string note((std::istreambuf_iterator<char>(kept)), {});
    EXPECT_EQ(note, latest().note);
    EXPECT_TRUE(crypto::open_note(note, {crypto::verifier_of(options().key)}).has_value());
}

TEST_F(SignerTest, ARestoredOlderCopyIsRefused) {
    add_leaves(3);
    ASSERT_TRUE(start());
    engine->stop();
    engine.reset();
    std::filesystem::copy_file(folder / "hotline.db", folder / "backup.db");
    engine = open(false);
    add_leaves(3);
    ASSERT_TRUE(start());
    engine->stop();
    engine.reset();
    std::filesystem::remove(folder / "hotline.db-wal");
    std::filesystem::remove(folder / "hotline.db-shm");
    std::filesystem::rename(folder / "backup.db", folder / "hotline.db");
    engine = open(false);
    const Result<void> refused = start();
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, Errc::audit_unavailable);
}

TEST_F(SignerTest, AForkWithAsManyLeavesIsRefused) {
    add_leaves(3);
    ASSERT_TRUE(start(false));
    // The checkpoint kept outside is of another log with the same key.
    const crypto::Checkpoint other{"hotline.example/log1", 3, crypto::leaf_hash(as_bytes("other"))};
    std::ofstream(folder / "checkpoint")
        << crypto::sign_note(crypto::format_checkpoint(other), options().key);
    EXPECT_EQ(start().error().code, Errc::audit_unavailable);
}

TEST_F(SignerTest, ATileThatWasTamperedWithStopsSigning) {
    add_leaves(3);
    ASSERT_TRUE(start(false));
    engine->stop();
    engine.reset();
    testing::tamper_with_tiles(folder / "hotline.db");
    engine = open(false);
    add_leaves(1);
    EXPECT_EQ(start(false).error().code, Errc::audit_unavailable);
    EXPECT_EQ(latest().size, 3U);
}

}  // namespace
}  // namespace hotline::audit
