#include "crypto/note.hpp"
#include "tests/unit/crypto/changes.hpp"

#include <gtest/gtest.h>

namespace hotline::crypto {
namespace {

Bytes leaf_bytes(std::uint64_t index) {
    const std::string text = "leaf " + std::to_string(index);
    return {text.begin(), text.end()};
}

class ProofTest : public testing::Test {
protected:
    ProofTest() {
        std::vector<Hash32> leaves;
        leaves.reserve(8);
        for (std::uint64_t i = 0; i < 8; ++i) leaves.push_back(leaf_hash(leaf_bytes(i)));
        levels_.push_back(leaves);
        while (levels_.back().size() > 1) {
            std::vector<Hash32> level;
            for (std::size_t i = 0; i < levels_.back().size(); i += 2) {
                level.push_back(node_hash(levels_.back()[i], levels_.back()[i + 1]));
            }
            levels_.push_back(level);
        }
        const HashSource source = [this](std::uint8_t level, std::uint64_t index) -> Result<Hash32> {
            return levels_.at(level).at(index);
        };
        proof_.index = 5;
        proof_.path = inclusion_proof(5, 7, source).value();
        checkpoint_.root = root_from(7, source).value();
        proof_.checkpoint_note = sign_note(format_checkpoint(checkpoint_), log_);
    }

    NoteSigner log_{.name = "hotline.example/log1", .pair = make_sign_key_pair()};
    NoteSigner witness_{.name = "witness.example/w1", .pair = make_sign_key_pair()};
    std::vector<NoteVerifier> both_{verifier_of(log_), cosigner_verifier_of(witness_)};
    std::vector<std::vector<Hash32>> levels_;
    Checkpoint checkpoint_{.origin = "hotline.example/log1", .size = 7, .root = {}};
    ProofFile proof_;
};

TEST_F(ProofTest, HoldsForItsLeaf) {
    const auto checkpoint = verify_proof(proof_, leaf_bytes(5), both_);
    ASSERT_TRUE(checkpoint) << checkpoint.error().internal;
    EXPECT_EQ(checkpoint->size, 7U);
    EXPECT_EQ(checkpoint->origin, checkpoint_.origin);
    EXPECT_EQ(verify_proof(proof_, leaf_bytes(4), both_).error().code, Errc::bad_signature);
}

TEST_F(ProofTest, ComesBackFromItsText) {
    const auto back = parse_proof(format_proof(proof_));
    ASSERT_TRUE(back);
    EXPECT_EQ(back->index, proof_.index);
    EXPECT_EQ(back->path, proof_.path);
    EXPECT_EQ(back->checkpoint_note, proof_.checkpoint_note);
}

TEST_F(ProofTest, FlippedBitIsRejected) {
    for_each_flipped_bit(as_bytes(format_proof(proof_)), [&](ByteView changed, std::size_t bit) {
        const auto proof = parse_proof(as_text(changed));
        EXPECT_FALSE(proof && verify_proof(*proof, leaf_bytes(5), both_)) << bit;
    });
}

TEST_F(ProofTest, CutOrLengthenedIsRejected) {
    for_each_other_length(as_bytes(format_proof(proof_)), [&](ByteView changed, std::size_t size) {
        const auto proof = parse_proof(as_text(changed));
        EXPECT_FALSE(proof && verify_proof(*proof, leaf_bytes(5), both_)) << size;
    });
}

TEST_F(ProofTest, AWitnessAloneDoesNotMakeALog) {
    proof_.checkpoint_note = sign_note(format_checkpoint(checkpoint_), witness_);
    EXPECT_EQ(verify_proof(proof_, leaf_bytes(5), {verifier_of(witness_)}).error().code, Errc::bad_signature);
}

TEST_F(ProofTest, ACheckpointWithTextOfItsOwnShapeIsNeeded) {
    proof_.checkpoint_note = sign_note("not a checkpoint\n", log_);
    EXPECT_EQ(verify_proof(proof_, leaf_bytes(5), both_).error().code, Errc::bad_format);
}

TEST(Checkpoint, ComesBackFromItsText) {
    for (const std::uint64_t size : {std::uint64_t{0}, std::uint64_t{1}, (std::uint64_t{1} << 63) - 1}) {
        const Checkpoint checkpoint{.origin = "o", .size = size, .root = leaf_hash({})};
        const auto back = parse_checkpoint(format_checkpoint(checkpoint));
        ASSERT_TRUE(back);
        EXPECT_EQ(back->origin, "o");
        EXPECT_EQ(back->size, size);
        EXPECT_EQ(back->root, checkpoint.root);
    }
}

TEST(Checkpoint, ExtensionLinesAreAllowed) {
    const std::string text = format_checkpoint({.origin = "o", .size = 1, .root = {}});
    EXPECT_TRUE(parse_checkpoint(text + "Timestamp: 1\n"));
    EXPECT_FALSE(parse_checkpoint(text + "Timestamp: 1"));
    EXPECT_FALSE(parse_checkpoint(text + "a\n\n"));
}

TEST(TilePath, FollowsTlogTiles) {
    EXPECT_EQ(tile_path(0, 0, 256), "tile/0/000");
    EXPECT_EQ(tile_path(0, 67, 256), "tile/0/067");
    EXPECT_EQ(tile_path(1, 999, 256), "tile/1/999");
    EXPECT_EQ(tile_path(0, 1000, 256), "tile/0/x001/000");
    EXPECT_EQ(tile_path(0, 1234067, 256), "tile/0/x001/x234/067");
    EXPECT_EQ(tile_path(2, 1234067, 5), "tile/2/x001/x234/067.p/5");
    EXPECT_EQ(tile_path(3, 0, 1), "tile/3/000.p/1");
}

}  // namespace
}  // namespace hotline::crypto
