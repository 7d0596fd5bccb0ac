#pragma once

#include "crypto/tree.hpp"
#include "storage/engine.hpp"

#include <cstdint>
#include <map>
#include <vector>

namespace hotline::audit {

inline constexpr std::uint64_t kTileWidth =
    256;  ///< hashes in a full tile; a tile spans 8 levels of the tree

/// Hashes of perfect subtrees, read from stored tiles (C2SP tlog-tiles). Keeps the tiles of one request and
/// what it derived from them: the proofs of one answer share most of their hashes.
class TileSource {
public:
    explicit TileSource(storage::ReadTx& tx) noexcept : tx_(&tx) {}
    /// Errors: not_found (beyond the stored tiles), bad_format (a tile of a wrong size).
    [[nodiscard]] Result<Hash32> hash(std::uint8_t level, std::uint64_t index);
    /// The same as a function for the proofs of crypto/tree.hpp; borrows this object.
    [[nodiscard]] crypto::HashSource source() {
        return [this](std::uint8_t level, std::uint64_t index) { return hash(level, index); };
    }

private:
    Result<Hash32> stored_hash(std::uint8_t tile_level, std::uint64_t index);

    storage::ReadTx* tx_;
    std::map<std::pair<std::uint8_t, std::uint64_t>, Bytes> tiles_;     // by tile level, index
    std::map<std::pair<std::uint8_t, std::uint64_t>, Hash32> between_;  // by tree level, index
};

/// The tiles at the right edge of a log, while leaves are appended to it.
class TileBuilder {
public:
    /// Loads the edge of a log of `size` leaves and re-derives its root from the stored tiles.
    /// Errors: those of TileSource.
    [[nodiscard]] static Result<TileBuilder> load(storage::ReadTx& tx, std::uint64_t size);
    void append(const Hash32& leaf);
    [[nodiscard]] std::uint64_t size() const noexcept { return edge_.size(); }
    [[nodiscard]] Hash32 root() const noexcept { return edge_.root(); }
    /// Stores every tile touched since loading.
    [[nodiscard]] Result<void> store(storage::WriteTx& tx) const;
    /// Compares the tiles touched since the last call with the stored ones, which may have grown further.
    /// Errors: bad_signature (another hash, or missing); those of the read.
    [[nodiscard]] Result<void> compare(storage::ReadTx& tx);

private:
    void append_at(std::uint8_t tile_level, const Hash32& hash);
    struct Column {
        std::uint64_t index = 0;     ///< of the tile that grows
        std::vector<Hash32> hashes;  ///< fewer than kTileWidth
    };
    crypto::TreeEdge edge_;
    std::vector<Column> columns_;  ///< by tile level
    std::map<std::pair<std::uint8_t, std::uint64_t>, Bytes> touched_;
};

}  // namespace hotline::audit
