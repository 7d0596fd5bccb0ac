#pragma once

#include "crypto/bytes.hpp"

#include <cstdint>
#include <functional>
#include <vector>

namespace hotline::crypto {

/// RFC 6962 / RFC 9162 Merkle tree over SHA-256: leaf 00‖d, node 01‖L‖R, empty tree SHA-256("").
[[nodiscard]] Hash32 leaf_hash(ByteView leaf) noexcept;
[[nodiscard]] Hash32 node_hash(const Hash32& left, const Hash32& right) noexcept;
[[nodiscard]] Hash32 empty_root() noexcept;

/// The right edge of a tree: what is needed to append in O(log n) and know the root.
class TreeEdge {
public:
    TreeEdge() = default;
    /// Continues a stored edge. Errors: bad_format when the number of hashes does not fit `size`.
    [[nodiscard]] static Result<TreeEdge> from(std::uint64_t size, std::vector<Hash32> hashes);
    void append(const Hash32& leaf);
    [[nodiscard]] std::uint64_t size() const noexcept { return size_; }
    [[nodiscard]] Hash32 root() const noexcept;
    /// Roots of the perfect subtrees, largest first.
    [[nodiscard]] const std::vector<Hash32>& hashes() const noexcept { return hashes_; }

private:
    std::uint64_t size_ = 0;
    std::vector<Hash32> hashes_;
};

/// Gives the hash of the perfect subtree of 2^level leaves whose index at that level is `index`.
using HashSource = std::function<Result<Hash32>(std::uint8_t level, std::uint64_t index)>;

/// Inclusion path for leaf `index` in the tree of `size`. Errors: bad_input (index ≥ size), the source's own.
[[nodiscard]] Result<std::vector<Hash32>> inclusion_proof(std::uint64_t index, std::uint64_t size,
                                                          const HashSource& source);
/// Consistency path from `old_size` to `size` (1 ≤ old_size ≤ size). Errors: bad_input, the source's own.
[[nodiscard]] Result<std::vector<Hash32>> consistency_proof(std::uint64_t old_size, std::uint64_t size,
                                                            const HashSource& source);
/// The root of the first `size` leaves from a source. Errors: the source's own.
[[nodiscard]] Result<Hash32> root_from(std::uint64_t size, const HashSource& source);

/// Errors: bad_signature when the path does not lead to `root`; bad_input for impossible sizes.
[[nodiscard]] Result<void> verify_inclusion(const Hash32& leaf, std::uint64_t index, std::uint64_t size,
                                            const Hash32& root, const std::vector<Hash32>& path);
[[nodiscard]] Result<void> verify_consistency(std::uint64_t old_size, const Hash32& old_root,
                                              std::uint64_t size, const Hash32& root,
                                              const std::vector<Hash32>& path);

}  // namespace hotline::crypto
