#include "server/audit/tiles.hpp"

#include <algorithm>

namespace hotline::audit {
namespace {

constexpr unsigned kLevelsPerTile = 8;

Hash32 hash_at(const Bytes& tile, std::uint64_t position) {
    Hash32 out;
    std::copy_n(tile.begin() + static_cast<std::ptrdiff_t>(position * Hash32::size), Hash32::size,
                out.bytes.begin());
    return out;
}

/// The root of a perfect subtree given its 2^k hashes.
Hash32 perfect_root(std::vector<Hash32> hashes) {
    while (hashes.size() > 1) {
        for (std::size_t i = 0; i < hashes.size() / 2; ++i)
            hashes[i] = crypto::node_hash(hashes[2 * i], hashes[(2 * i) + 1]);
        hashes.resize(hashes.size() / 2);
    }
    return hashes.front();
}

}  // namespace

Result<Hash32> TileSource::stored_hash(std::uint8_t tile_level, std::uint64_t index) {
    const std::pair key{tile_level, index / kTileWidth};
    auto found = tiles_.find(key);
    if (found == tiles_.end()) {
        Result<Bytes> tile = tx_->tile(key.first, key.second);
        if (!tile) return tile.error();
        found = tiles_.emplace(key, *std::move(tile)).first;
    }
    const Bytes& tile = found->second;
    if (tile.size() % Hash32::size != 0) return fail(Errc::bad_format, "a tile of a wrong size");
    const std::uint64_t position = index % kTileWidth;
    if ((position + 1) * Hash32::size > tile.size()) return fail(Errc::not_found, "beyond the stored tiles");
    return hash_at(tile, position);
}

Result<Hash32> TileSource::hash(std::uint8_t level, std::uint64_t index) {
    if (level % kLevelsPerTile == 0)
        return stored_hash(static_cast<std::uint8_t>(level / kLevelsPerTile), index);
    const std::pair key{level, index};
    if (const auto known = between_.find(key); known != between_.end()) return known->second;
    const auto below = static_cast<std::uint8_t>(level - 1);
    Result<Hash32> left = hash(below, 2 * index);
    if (!left) return left;
    Result<Hash32> right = hash(below, (2 * index) + 1);
    if (!right) return right;
    return between_.emplace(key, crypto::node_hash(*left, *right)).first->second;
}

Result<TileBuilder> TileBuilder::load(storage::ReadTx& tx, std::uint64_t size) {
    TileBuilder builder;
    TileSource source(tx);
    std::vector<Hash32> edge;
    std::uint64_t done = 0;
    for (int level = 63; level >= 0; --level) {
        const std::uint64_t width = std::uint64_t{1} << level;
        if ((size & width) == 0) continue;
        Result<Hash32> hash = source.hash(static_cast<std::uint8_t>(level), done >> level);
        if (!hash) return hash.error();
        edge.push_back(*hash);
        done += width;
    }
    Result<crypto::TreeEdge> tree = crypto::TreeEdge::from(size, std::move(edge));
    if (!tree) return tree.error();
    builder.edge_ = *std::move(tree);

    for (std::uint64_t count = size, tile_level = 0; count > 0; count /= kTileWidth, ++tile_level) {
        Column column{count / kTileWidth, {}};
        for (std::uint64_t i = 0; i < count % kTileWidth; ++i) {
            Result<Hash32> hash = source.hash(static_cast<std::uint8_t>(tile_level * kLevelsPerTile),
                                              (column.index * kTileWidth) + i);
            if (!hash) return hash.error();
            column.hashes.push_back(*hash);
        }
        builder.columns_.push_back(std::move(column));
    }
    return builder;
}

void TileBuilder::append(const Hash32& leaf) {
    edge_.append(leaf);
    append_at(0, leaf);
}

void TileBuilder::append_at(std::uint8_t tile_level, const Hash32& hash) {
    if (columns_.size() <= tile_level) columns_.resize(tile_level + 1U);
    Column& column = columns_[tile_level];
    column.hashes.push_back(hash);
    Bytes& stored = touched_[{tile_level, column.index}];
    if (stored.empty()) {
        for (const Hash32& each : column.hashes) put_bytes(stored, each.view());
    } else {
        put_bytes(stored, hash.view());
    }
    if (column.hashes.size() < kTileWidth) return;
    const Hash32 root = perfect_root(std::move(column.hashes));
    column = Column{column.index + 1, {}};
    append_at(static_cast<std::uint8_t>(tile_level + 1), root);
}

Result<void> TileBuilder::compare(storage::ReadTx& tx) {
    for (const auto& [key, bytes] : touched_) {
        const Result<Bytes> stored = tx.tile(key.first, key.second);
        if (!stored && stored.error().code != Errc::not_found) return stored.error();
        if (!stored || stored->size() < bytes.size() ||
            !std::equal(bytes.begin(), bytes.end(), stored->begin()))
            return fail(Errc::bad_signature, "a tile is not what the leaves make");
    }
    touched_.clear();
    return {};
}

Result<void> TileBuilder::store(storage::WriteTx& tx) const {
    for (const auto& [key, bytes] : touched_)
        if (Result<void> put = tx.put_tile(key.first, key.second, bytes); !put) return put;
    return {};
}

}  // namespace hotline::audit
