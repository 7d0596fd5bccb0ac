#include "server/audit/tiles.hpp"
#include "storage/sqlite/sqlite_engine.hpp"
#include "tests/unit/audit/tamper.hpp"

#include <filesystem>
#include <gtest/gtest.h>

namespace hotline::audit {
namespace {

class Tiles : public ::testing::Test {
protected:
    void SetUp() override {
        folder = std::filesystem::temp_directory_path() /
                 ("hotline-tiles-" + to_hex(random_fixed<Salt16>().view()));
        std::filesystem::create_directory(folder);
        storage::SqliteOptions options;
        options.path = folder / "hotline.db";
        options.create = true;
        engine = storage::open_sqlite(std::move(options)).value();
    }
    void TearDown() override {
        engine->stop();
        engine.reset();
        std::filesystem::remove_all(folder);
    }
    static Hash32 leaf(std::uint64_t index) {
        Bytes bytes;
        put_u64(bytes, index);
        return crypto::leaf_hash(bytes);
    }
    /// Appends leaves until the log has `size`, in one transaction, as the signer does.
    void grow(std::uint64_t from, std::uint64_t size) {
        std::optional<TileBuilder> builder;
        ASSERT_TRUE(storage::read_and_wait(*engine, [&](storage::ReadTx& tx) -> Result<void> {
            builder = TileBuilder::load(tx, from).value();
            return {};
        }));
        for (std::uint64_t index = from; index < size; ++index) {
            builder->append(leaf(index));
            plain.append(leaf(index));
        }
        EXPECT_EQ(builder->root(), plain.root());
        ASSERT_TRUE(
            storage::write_and_wait(*engine, [&](storage::WriteTx& tx) { return builder->store(tx); }));
    }

    std::filesystem::path folder;
    std::unique_ptr<storage::Engine> engine;
    crypto::TreeEdge plain;
};

TEST_F(Tiles, ComparingFindsAnotherHashAndAMissingTile) {
    grow(0, 300);
    const auto compare = [&](std::uint64_t changed) {
        Errc code = Errc::internal;
        EXPECT_TRUE(storage::read_and_wait(*engine, [&](storage::ReadTx& tx) -> Result<void> {
            TileBuilder again;
            for (std::uint64_t index = 0; index < 300; ++index)
                again.append(leaf(index + (index == changed)));
            const Result<void> same = again.compare(tx);
            if (!same) code = same.error().code;
            EXPECT_EQ(same.has_value(), changed == 300);
            return {};
        }));
        return code;
    };
    EXPECT_EQ(compare(300), Errc::internal);
    for (const std::uint64_t index : {0U, 255U, 256U, 299U}) EXPECT_EQ(compare(index), Errc::bad_signature);
    ASSERT_TRUE(storage::read_and_wait(*engine, [&](storage::ReadTx& tx) -> Result<void> {
        TileBuilder longer;
        for (std::uint64_t index = 0; index < 301; ++index) longer.append(leaf(index));
        EXPECT_FALSE(longer.compare(tx)) << "the stored tile ends before";
        return {};
    }));
}

TEST_F(Tiles, GrowInAnyStepsToTheSameRoot) {
    std::uint64_t size = 0;
    for (const unsigned step : {1U, 1U, 253U, 1U, 1U, 255U, 256U, 257U, 3000U, 62000U, 1U, 700U}) {
        grow(size, size + step);
        size += step;
        ASSERT_TRUE(storage::read_and_wait(*engine, [&](storage::ReadTx& tx) -> Result<void> {
            Result<TileBuilder> loaded = TileBuilder::load(tx, size);
            EXPECT_TRUE(loaded && loaded->root() == plain.root()) << size;
            return {};
        }));
    }
}

TEST_F(Tiles, GiveInclusionAndConsistencyProofs) {
    grow(0, 700);
    ASSERT_TRUE(storage::read_and_wait(*engine, [&](storage::ReadTx& tx) -> Result<void> {
        TileSource tiles(tx);
        for (const unsigned size : {1U, 2U, 255U, 256U, 257U, 511U, 700U}) {
            const Hash32 root = crypto::root_from(size, tiles.source()).value();
            for (std::uint64_t index = 0; index < size; index += 17) {
                const auto path = crypto::inclusion_proof(index, size, tiles.source()).value();
                EXPECT_TRUE(crypto::verify_inclusion(leaf(index), index, size, root, path));
            }
            const auto path = crypto::consistency_proof(size, 700, tiles.source()).value();
            EXPECT_TRUE(crypto::verify_consistency(size, root, 700, plain.root(), path));
        }
        return {};
    }));
}

TEST_F(Tiles, ADamagedTileLeadsToAnotherRoot) {
    grow(0, 200);
    engine->stop();
    engine.reset();
    testing::tamper_with_tiles(folder / "hotline.db");
    storage::SqliteOptions options;
    options.path = folder / "hotline.db";
    engine = storage::open_sqlite(std::move(options)).value();
    ASSERT_TRUE(storage::read_and_wait(*engine, [&](storage::ReadTx& tx) -> Result<void> {
        Result<TileBuilder> loaded = TileBuilder::load(tx, 200);
        EXPECT_FALSE(loaded && loaded->root() == plain.root());
        return {};
    }));
}

TEST_F(Tiles, NothingIsGivenBeyondWhatIsStored) {
    grow(0, 10);
    ASSERT_TRUE(storage::read_and_wait(*engine, [&](storage::ReadTx& tx) -> Result<void> {
        TileSource tiles(tx);
        EXPECT_EQ(tiles.hash(0, 10).error().code, Errc::not_found);
        EXPECT_EQ(tiles.hash(4, 0).error().code, Errc::not_found);
        EXPECT_TRUE(tiles.hash(3, 0).has_value());
        return {};
    }));
}

}  // namespace
}  // namespace hotline::audit
