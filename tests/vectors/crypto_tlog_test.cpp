// The known answers of tlog/README.md: another producer's checkpoints and proofs, accepted by two outside
// verifiers.

#include "crypto/note.hpp"
#include "tests/vectors/vector_file.hpp"

#include <gtest/gtest.h>

#include <sstream>

namespace hotline::crypto {
namespace {

constexpr std::uint64_t kLargestTree = 300;

Bytes leaf_bytes(std::uint64_t index) {
    const std::string text = "{\"i\":" + std::to_string(index) + ",\"act\":\"reveal\"}";
    return {text.begin(), text.end()};
}

/// All leaves of the known tree, with every perfect subtree at hand.
class KnownTree {
public:
    KnownTree() {
        levels_.emplace_back();
        for (std::uint64_t i = 0; i < kLargestTree; ++i) levels_[0].push_back(leaf_hash(leaf_bytes(i)));
        while (levels_.back().size() > 1) {
            const auto& below = levels_.back();
            std::vector<Hash32> level;
            for (std::size_t i = 0; i + 1 < below.size(); i += 2)
                level.push_back(node_hash(below[i], below[i + 1]));
            levels_.push_back(std::move(level));
        }
    }
    [[nodiscard]] HashSource source() const {
        return [this](std::uint8_t level, std::uint64_t index) -> Result<Hash32> {
            return levels_.at(level).at(index);
        };
    }
    [[nodiscard]] Hash32 root(std::uint64_t size) const { return root_from(size, source()).value(); }

private:
    std::vector<std::vector<Hash32>> levels_;
};

/// One line of cases.txt: "R size index leafhash path…" or "C size oldsize oldroot path…".
struct KnownProof {
    char kind = 0;
    std::uint64_t size = 0;
    std::uint64_t index_or_old_size = 0;
    Hash32 leaf_or_old_root;
    std::vector<Hash32> path;
};

Hash32 hash_of(const std::string& text) {
    return Hash32::from(from_base64(text).value()).value();
}

std::vector<KnownProof> known_proofs() {
    std::vector<KnownProof> out;
    std::istringstream lines(vectors::read_text("tlog/cases.txt"));
    for (std::string line; std::getline(lines, line);) {
        std::istringstream words(line);
        KnownProof proof;
        std::string hash;
        words >> proof.kind >> proof.size >> proof.index_or_old_size >> hash;
        proof.leaf_or_old_root = hash_of(hash);
        while (words >> hash) proof.path.push_back(hash_of(hash));
        out.push_back(std::move(proof));
    }
    return out;
}

std::vector<NoteVerifier> known_verifiers() {
    std::vector<NoteVerifier> out;
    std::istringstream lines(vectors::read_text("tlog/vkeys.txt"));
    for (std::string line; std::getline(lines, line);) out.push_back(parse_verifier(line).value());
    return out;
}

NoteSigner signer(std::string name, std::uint8_t seed_byte) {
    SignSeed seed;
    std::ranges::fill(seed.expose_secret_for_writing(), seed_byte);
    return {.name = std::move(name), .pair = sign_key_pair_from_seed(seed)};
}

/// Seconds of the cosignature in a note's last line.
std::uint64_t cosignature_time(const std::string& note) {
    const std::string line = note.substr(note.rfind(' ') + 1);
    const Bytes bytes = from_base64(std::string_view(line).substr(0, line.size() - 1)).value();
    std::uint64_t time = 0;
    for (std::size_t i = 4; i < 12; ++i) time = (time << 8) | bytes[i];
    return time;
}

TEST(KnownLog, EveryProofIsMadeTheSameAndAccepted) {
    const KnownTree tree;
    const auto proofs = known_proofs();
    ASSERT_EQ(proofs.size(), 2314U);
    for (const KnownProof& known : proofs) {
        const Hash32 root = tree.root(known.size);
        if (known.kind == 'R') {
            EXPECT_EQ(inclusion_proof(known.index_or_old_size, known.size, tree.source()).value(),
                      known.path);
            EXPECT_TRUE(verify_inclusion(known.leaf_or_old_root, known.index_or_old_size, known.size, root,
                                         known.path));
        } else {
            ASSERT_EQ(known.kind, 'C');
            EXPECT_EQ(consistency_proof(known.index_or_old_size, known.size, tree.source()).value(),
                      known.path);
            EXPECT_TRUE(verify_consistency(known.index_or_old_size, known.leaf_or_old_root, known.size, root,
                                           known.path));
        }
    }
}

TEST(KnownLog, EveryProofWithOneBitChangedIsRejected) {
    const KnownTree tree;
    std::size_t turn = 0;
    for (const KnownProof& known : known_proofs()) {
        const Hash32 root = tree.root(known.size);
        for (std::size_t i = 0; i < known.path.size(); ++i) {
            auto path = known.path;
            ++turn;
            path[i].bytes[turn % 32] ^= static_cast<std::uint8_t>(1U << (turn % 8));
            const auto verdict = known.kind == 'R'
                                     ? verify_inclusion(known.leaf_or_old_root, known.index_or_old_size,
                                                        known.size, root, path)
                                     : verify_consistency(known.index_or_old_size, known.leaf_or_old_root,
                                                          known.size, root, path);
            ASSERT_FALSE(verdict) << known.kind << ' ' << known.size << ' ' << known.index_or_old_size;
            EXPECT_EQ(verdict.error().code, Errc::bad_signature);
        }
    }
}

TEST(KnownLog, CheckpointsAreSignedByBothAndCanBeMadeAgainByteForByte) {
    const KnownTree tree;
    const auto verifiers = known_verifiers();
    ASSERT_EQ(verifiers.size(), 2U);
    const auto log = signer("hotline.example/log1", 1);
    const auto witness = signer("witness.example/w1", 2);
    for (const std::uint64_t size : {1U, 2U, 3U, 5U, 8U, 70U, 255U, 256U, 257U, 300U}) {
        const std::string note = vectors::read_text("tlog/cp." + std::to_string(size));
        const auto opened = open_note(note, verifiers);
        ASSERT_TRUE(opened) << size;
        EXPECT_EQ(opened->verified, (std::vector<std::string>{log.name, witness.name}));
        const auto checkpoint = parse_checkpoint(opened->text);
        ASSERT_TRUE(checkpoint);
        EXPECT_EQ(checkpoint->size, size);
        EXPECT_EQ(checkpoint->root, tree.root(size));

        const std::string ours = sign_note(format_checkpoint(*checkpoint), log);
        EXPECT_EQ(cosign_note(ours, witness, cosignature_time(note)).value(), note);
    }
}

TEST(KnownLog, VerifierKeysReadAndWriteTheSame) {
    std::string written;
    for (const NoteVerifier& verifier : known_verifiers()) written += format_verifier(verifier) + '\n';
    EXPECT_EQ(written, vectors::read_text("tlog/vkeys.txt"));
    EXPECT_EQ(format_verifier(verifier_of(signer("hotline.example/log1", 1))),
              format_verifier(known_verifiers()[0]));
    EXPECT_EQ(format_verifier(cosigner_verifier_of(signer("witness.example/w1", 2))),
              format_verifier(known_verifiers()[1]));
}

TEST(KnownLog, TheSampleProofHoldsForItsLeafOnly) {
    const std::string text = vectors::read_text("tlog/sample.tlog-proof");
    const auto proof = parse_proof(text);
    ASSERT_TRUE(proof);
    EXPECT_EQ(format_proof(*proof), text);
    const auto checkpoint = verify_proof(*proof, leaf_bytes(2), known_verifiers());
    ASSERT_TRUE(checkpoint);
    EXPECT_EQ(checkpoint->size, 5U);
    for (const std::uint64_t other : {0U, 1U, 3U, 4U}) {
        EXPECT_EQ(verify_proof(*proof, leaf_bytes(other), known_verifiers()).error().code,
                  Errc::bad_signature);
    }
}

}  // namespace
}  // namespace hotline::crypto
