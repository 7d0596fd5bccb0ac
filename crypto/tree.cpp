#include "crypto/tree.hpp"

#include <algorithm>
#include <bit>

namespace hotline::crypto {
namespace {

constexpr std::uint8_t kLeafPrefix = 0;
constexpr std::uint8_t kNodePrefix = 1;

/// The largest power of two below n (n ≥ 2): where RFC 6962 splits a tree of n leaves.
std::uint64_t split_point(std::uint64_t n) noexcept {
    return std::bit_floor(n - 1);
}

/// Folds roots of perfect subtrees, largest first, into one root.
Hash32 fold(const std::vector<Hash32>& hashes) noexcept {
    Hash32 root = hashes.back();
    for (std::size_t i = hashes.size() - 1; i-- > 0;) root = node_hash(hashes[i], root);
    return root;
}

/// The root of leaves first .. first + count - 1, where `first` is a multiple of the power of two ≥ count.
Result<Hash32> range_root(std::uint64_t first, std::uint64_t count, const HashSource& source) {
    std::vector<Hash32> parts;
    while (count > 0) {
        const std::uint64_t perfect = std::bit_floor(count);
        const auto level = static_cast<std::uint8_t>(std::countr_zero(perfect));
        auto hash = source(level, first >> level);
        if (!hash) return hash.error();
        parts.push_back(*hash);
        first += perfect;
        count -= perfect;
    }
    return fold(parts);
}

/// The hashes of both trees that a consistency path leads to.
struct TwoRoots {
    Hash32 old_root;
    Hash32 root;
};

Error does_not_match() {
    return fail(Errc::bad_signature, "path does not lead to the root");
}

/// RFC 9162, 2.1.4.2, steps 3 to 5. Errors: bad_signature when the path is too short or too long.
Result<TwoRoots> walk_consistency(std::uint64_t old_size, std::uint64_t size, const Hash32& start,
                                  std::span<const Hash32> path) {
    std::uint64_t old_node = old_size - 1;
    std::uint64_t last_node = size - 1;
    const int skip = std::countr_one(old_node);
    old_node >>= skip;
    last_node >>= skip;
    TwoRoots roots{start, start};
    for (const Hash32& hash : path) {
        if (last_node == 0) return does_not_match();
        if ((old_node & 1) != 0 || old_node == last_node) {
            roots.old_root = node_hash(hash, roots.old_root);
            roots.root = node_hash(hash, roots.root);
            while ((old_node & 1) == 0 && old_node != 0) {
                old_node >>= 1;
                last_node >>= 1;
            }
        } else {
            roots.root = node_hash(roots.root, hash);
        }
        old_node >>= 1;
        last_node >>= 1;
    }
    if (last_node != 0) return does_not_match();
    return roots;
}

}  // namespace

Hash32 leaf_hash(ByteView leaf) noexcept {
    return sha256({ByteView(&kLeafPrefix, 1), leaf});
}

Hash32 node_hash(const Hash32& left, const Hash32& right) noexcept {
    return sha256({ByteView(&kNodePrefix, 1), left.view(), right.view()});
}

Hash32 empty_root() noexcept {
    return sha256(ByteView{});
}

Result<TreeEdge> TreeEdge::from(std::uint64_t size, std::vector<Hash32> hashes) {
    if (static_cast<std::size_t>(std::popcount(size)) != hashes.size()) {
        return fail(Errc::bad_format, "the edge has the wrong number of hashes");
    }
    TreeEdge edge;
    edge.size_ = size;
    edge.hashes_ = std::move(hashes);
    return edge;
}

void TreeEdge::append(const Hash32& leaf) {
    Hash32 hash = leaf;
    for (std::uint64_t rest = size_; (rest & 1) != 0; rest >>= 1) {
        hash = node_hash(hashes_.back(), hash);
        hashes_.pop_back();
    }
    hashes_.push_back(hash);
    ++size_;
}

Hash32 TreeEdge::root() const noexcept {
    return hashes_.empty() ? empty_root() : fold(hashes_);
}

Result<std::vector<Hash32>> inclusion_proof(std::uint64_t index, std::uint64_t size,
                                            const HashSource& source) {
    if (index >= size) return fail(Errc::bad_input, "no such leaf in a tree of this size");
    std::vector<Hash32> path;
    std::uint64_t first = 0;
    std::uint64_t count = size;
    while (count > 1) {
        const std::uint64_t left = split_point(count);
        const bool go_left = index - first < left;
        auto sibling =
            go_left ? range_root(first + left, count - left, source) : range_root(first, left, source);
        if (!sibling) return sibling.error();
        path.push_back(*sibling);
        if (!go_left) first += left;
        count = go_left ? left : count - left;
    }
    std::ranges::reverse(path);
    return path;
}

Result<std::vector<Hash32>> consistency_proof(std::uint64_t old_size, std::uint64_t size,
                                              const HashSource& source) {
    if (old_size == 0 || old_size > size) return fail(Errc::bad_input, "impossible sizes");
    std::vector<Hash32> path;
    std::uint64_t first = 0;
    std::uint64_t count = size;
    while (old_size != first + count) {
        const std::uint64_t left = split_point(count);
        const bool go_left = old_size - first <= left;
        auto sibling =
            go_left ? range_root(first + left, count - left, source) : range_root(first, left, source);
        if (!sibling) return sibling.error();
        path.push_back(*sibling);
        if (!go_left) first += left;
        count = go_left ? left : count - left;
    }
    // The old tree's own root is known to the verifier when the walk never left the left edge.
    if (first != 0) {
        auto last = range_root(first, count, source);
        if (!last) return last.error();
        path.push_back(*last);
    }
    std::ranges::reverse(path);
    return path;
}

Result<Hash32> root_from(std::uint64_t size, const HashSource& source) {
    if (size == 0) return empty_root();
    return range_root(0, size, source);
}

// RFC 9162, 2.1.3.2.
Result<void> verify_inclusion(const Hash32& leaf, std::uint64_t index, std::uint64_t size, const Hash32& root,
                              const std::vector<Hash32>& path) {
    if (index >= size) return fail(Errc::bad_input, "no such leaf in a tree of this size");
    std::uint64_t node = index;
    std::uint64_t last_node = size - 1;
    Hash32 hash = leaf;
    for (const Hash32& sibling : path) {
        if (last_node == 0) return does_not_match();
        if ((node & 1) != 0 || node == last_node) {
            hash = node_hash(sibling, hash);
            while ((node & 1) == 0 && node != 0) {
                node >>= 1;
                last_node >>= 1;
            }
        } else {
            hash = node_hash(hash, sibling);
        }
        node >>= 1;
        last_node >>= 1;
    }
    if (last_node != 0 || hash != root) return does_not_match();
    return {};
}

Result<void> verify_consistency(std::uint64_t old_size, const Hash32& old_root, std::uint64_t size,
                                const Hash32& root, const std::vector<Hash32>& path) {
    if (old_size == 0 || old_size > size) return fail(Errc::bad_input, "impossible sizes");
    if (old_size == size) {
        if (!path.empty() || old_root != root) return does_not_match();
        return {};
    }
    // A perfect old tree is a node of the new one, so its root is left out of the path.
    const bool perfect = std::has_single_bit(old_size);
    if (!perfect && path.empty()) return does_not_match();
    const Hash32& start = perfect ? old_root : path.front();
    auto roots = walk_consistency(old_size, size, start, std::span(path).subspan(perfect ? 0 : 1));
    if (!roots) return roots.error();
    if (roots->old_root != old_root || roots->root != root) return does_not_match();
    return {};
}

}  // namespace hotline::crypto
