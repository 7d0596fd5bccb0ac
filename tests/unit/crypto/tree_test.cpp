#include "crypto/tree.hpp"

#include <gtest/gtest.h>

#include <bit>
#include <map>

namespace hotline::crypto {
namespace {

constexpr std::uint64_t kLargest = 130;

Hash32 leaf(std::uint64_t index) {
    return leaf_hash(as_bytes("leaf " + std::to_string(index)));
}

/// RFC 6962, section 2.1, as it is written there: the root of leaves first .. first + count - 1.
Hash32 plain_root(std::uint64_t first, std::uint64_t count) {
    if (count == 0) return empty_root();
    if (count == 1) return leaf(first);
    std::uint64_t split = 1;
    while (split * 2 < count) split *= 2;
    return node_hash(plain_root(first, split), plain_root(first + split, count - split));
}

/// Perfect subtrees of the test's leaves, computed once.
HashSource source() {
    static std::map<std::pair<std::uint8_t, std::uint64_t>, Hash32> known;
    return [](std::uint8_t level, std::uint64_t index) -> Result<Hash32> {
        const auto [entry, fresh] = known.try_emplace({level, index});
        if (fresh) entry->second = plain_root(index << level, std::uint64_t{1} << level);
        return entry->second;
    };
}

HashSource broken_source() {
    return [](std::uint8_t, std::uint64_t) -> Result<Hash32> { return fail(Errc::storage_failed, "disk"); };
}

// RFC 6962: the hash of an empty tree and of an empty leaf.
TEST(Tree, KnownAnswers) {
    EXPECT_EQ(to_hex(empty_root().view()),
              "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    EXPECT_EQ(to_hex(leaf_hash({}).view()),
              "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d");
}

TEST(Tree, EdgeAndSourceGiveTheRootOfTheDefinition) {
    TreeEdge edge;
    for (std::uint64_t size = 0; size <= kLargest; ++size) {
        EXPECT_EQ(edge.size(), size);
        EXPECT_EQ(edge.root(), plain_root(0, size)) << size;
        EXPECT_EQ(root_from(size, source()).value(), edge.root()) << size;
        edge.append(leaf(size));
    }
}

TEST(Tree, EdgeGoesOnFromWhatWasStored) {
    TreeEdge edge;
    for (std::uint64_t size = 0; size < 70; ++size) {
        auto stored = TreeEdge::from(edge.size(), edge.hashes());
        ASSERT_TRUE(stored);
        stored->append(leaf(size));
        edge.append(leaf(size));
        EXPECT_EQ(stored->root(), edge.root());
    }
}

TEST(Tree, EdgeOfTheWrongLengthIsRefused) {
    EXPECT_EQ(TreeEdge::from(5, std::vector<Hash32>(3)).error().code, Errc::bad_format);
    EXPECT_EQ(TreeEdge::from(5, std::vector<Hash32>(1)).error().code, Errc::bad_format);
    EXPECT_EQ(TreeEdge::from(0, std::vector<Hash32>(1)).error().code, Errc::bad_format);
    EXPECT_TRUE(TreeEdge::from(5, std::vector<Hash32>(2)));
}

TEST(Inclusion, EveryLeafOfEverySizeIsProved) {
    for (std::uint64_t size = 1; size <= kLargest; ++size) {
        const Hash32 root = plain_root(0, size);
        for (std::uint64_t index = 0; index < size; ++index) {
            const auto path = inclusion_proof(index, size, source());
            ASSERT_TRUE(path);
            ASSERT_TRUE(verify_inclusion(leaf(index), index, size, root, *path)) << size << ' ' << index;
            EXPECT_FALSE(verify_inclusion(leaf(index + 1), index, size, root, *path));
            EXPECT_FALSE(verify_inclusion(leaf(index), index, size, empty_root(), *path));
        }
    }
}

TEST(Inclusion, AProofHoldsForNoOtherIndex) {
    for (std::uint64_t size = 1; size <= 40; ++size) {
        const Hash32 root = plain_root(0, size);
        for (std::uint64_t index = 0; index < size; ++index) {
            const auto path = inclusion_proof(index, size, source()).value();
            for (std::uint64_t other = 0; other < size; ++other) {
                EXPECT_EQ(verify_inclusion(leaf(index), other, size, root, path).has_value(), other == index);
            }
        }
    }
}

TEST(Inclusion, AProofWithMoreOrFewerHashesIsRejected) {
    for (std::uint64_t size = 1; size <= 40; ++size) {
        const Hash32 root = plain_root(0, size);
        for (std::uint64_t index = 0; index < size; ++index) {
            auto path = inclusion_proof(index, size, source()).value();
            path.push_back(root);
            EXPECT_EQ(verify_inclusion(leaf(index), index, size, root, path).error().code,
                      Errc::bad_signature);
            path.pop_back();
            if (path.empty()) continue;
            path.pop_back();
            EXPECT_EQ(verify_inclusion(leaf(index), index, size, root, path).error().code,
                      Errc::bad_signature);
        }
    }
}

TEST(Inclusion, ImpossibleNumbersAreRefused) {
    EXPECT_EQ(inclusion_proof(5, 5, source()).error().code, Errc::bad_input);
    EXPECT_EQ(inclusion_proof(0, 0, source()).error().code, Errc::bad_input);
    EXPECT_EQ(verify_inclusion(leaf(0), 5, 5, empty_root(), {}).error().code, Errc::bad_input);
}

TEST(Inclusion, TheSourcesErrorIsHandedOn) {
    EXPECT_EQ(inclusion_proof(1, 5, broken_source()).error().code, Errc::storage_failed);
    EXPECT_EQ(root_from(5, broken_source()).error().code, Errc::storage_failed);
    EXPECT_EQ(consistency_proof(3, 5, broken_source()).error().code, Errc::storage_failed);
}

TEST(Consistency, EveryPairOfSizesIsProved) {
    for (std::uint64_t size = 1; size <= kLargest; ++size) {
        const Hash32 root = plain_root(0, size);
        for (std::uint64_t old_size = 1; old_size <= size; ++old_size) {
            const Hash32 old_root = root_from(old_size, source()).value();
            const auto path = consistency_proof(old_size, size, source());
            ASSERT_TRUE(path);
            ASSERT_TRUE(verify_consistency(old_size, old_root, size, root, *path)) << old_size << ' ' << size;
            EXPECT_FALSE(verify_consistency(old_size, leaf(999), size, root, *path));
            EXPECT_FALSE(verify_consistency(old_size, old_root, size, leaf(999), *path));
        }
    }
}

TEST(Consistency, AProofWithMoreOrFewerHashesIsRejected) {
    for (std::uint64_t size = 1; size <= 40; ++size) {
        const Hash32 root = plain_root(0, size);
        for (std::uint64_t old_size = 1; old_size <= size; ++old_size) {
            const Hash32 old_root = plain_root(0, old_size);
            auto path = consistency_proof(old_size, size, source()).value();
            path.push_back(root);
            EXPECT_FALSE(verify_consistency(old_size, old_root, size, root, path));
            path.pop_back();
            if (path.empty()) continue;
            path.pop_back();
            EXPECT_FALSE(verify_consistency(old_size, old_root, size, root, path));
            EXPECT_FALSE(verify_consistency(old_size, old_root, size, root, {}));
        }
    }
}

TEST(Consistency, ARewrittenTreeIsNotConsistent) {
    TreeEdge honest;
    TreeEdge rewritten;
    for (std::uint64_t i = 0; i < 7; ++i) {
        honest.append(leaf(i));
        rewritten.append(leaf(i == 3 ? 99 : i));
    }
    const auto path = consistency_proof(7, 20, source()).value();
    EXPECT_TRUE(verify_consistency(7, honest.root(), 20, plain_root(0, 20), path));
    EXPECT_FALSE(verify_consistency(7, rewritten.root(), 20, plain_root(0, 20), path));
}

TEST(Consistency, ImpossibleNumbersAreRefused) {
    EXPECT_EQ(consistency_proof(0, 5, source()).error().code, Errc::bad_input);
    EXPECT_EQ(consistency_proof(6, 5, source()).error().code, Errc::bad_input);
    EXPECT_EQ(verify_consistency(0, empty_root(), 5, leaf(0), {}).error().code, Errc::bad_input);
    EXPECT_EQ(verify_consistency(6, leaf(0), 5, leaf(0), {}).error().code, Errc::bad_input);
}

TEST(Inclusion, VeryLargeTreesHaveShortPaths) {
    const HashSource same = [](std::uint8_t level, std::uint64_t) -> Result<Hash32> {
        Hash32 hash = leaf(0);
        for (std::uint8_t i = 0; i < level; ++i) hash = node_hash(hash, hash);
        return hash;
    };
    const std::uint64_t size = (std::uint64_t{1} << 62) + 12345;
    const Hash32 root = root_from(size, same).value();
    for (const std::uint64_t index : {std::uint64_t{0}, size / 3, size - 1}) {
        const auto path = inclusion_proof(index, size, same).value();
        EXPECT_LE(path.size(), 63U);
        EXPECT_TRUE(verify_inclusion(leaf(0), index, size, root, path));
    }
}

}  // namespace
}  // namespace hotline::crypto
