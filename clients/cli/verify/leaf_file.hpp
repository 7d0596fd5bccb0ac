#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <vector>

#include "clients/cli/verify/finding.hpp"
#include "clients/cli/verify/manifest.hpp"

namespace hotline::cli {

/// What the entries of a leaves file are held against.
struct LeafRules {
    bool complete = false;   ///< every index, no paths; else paths to `root`
    std::uint64_t size = 0;  ///< of the tree
    Hash32 root;
};

/// What one leaves file turned out to be.
struct LeafFileReport {
    std::optional<Finding> finding;  ///< the first bad entry; the file itself when no entry can be blamed
    std::uint64_t count = 0;         ///< entries read
    std::vector<Hash32> hashes;      ///< leaf hashes in order, of a complete export only (at most 8192)
};

/// Reads one leaves file once: hashes it and checks every entry on the way. Memory is bounded whatever the
/// file. Thread-safe: several files may be read at once.
[[nodiscard]] LeafFileReport check_leaf_file(const std::filesystem::path& folder, const ListedFile& listed,
                                             const LeafRules& rules);

}  // namespace hotline::cli
