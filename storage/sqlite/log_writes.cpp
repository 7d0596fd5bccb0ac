#include "storage/sqlite/log_writes.hpp"

#include <algorithm>

namespace hotline::storage::sqlite {
namespace {

constexpr std::size_t kTileHashes = 256;
constexpr std::uint8_t kMostLevels = 8;
// A lease that ends so much later than the one asked for was given by no server.
constexpr std::chrono::minutes kClocksDiffer{1};

bool is_tile(std::uint8_t level, std::uint64_t index, const Bytes& hashes) {
    const bool whole = !hashes.empty() && hashes.size() % Hash32::size == 0;
    return level < kMostLevels && (index >> 48) == 0 && whole && hashes.size() <= kTileHashes * Hash32::size;
}

bool grows_from(const Bytes& hashes, const Bytes& stored) {
    return hashes.size() >= stored.size() &&
           std::ranges::equal(std::span(hashes).first(stored.size()), stored);
}

}  // namespace

LogWrites::LogWrites(Connection& db, Reads& reads, Pending& pending)
    : reads_(&reads),
      pending_(&pending),
      clear_answer_leaf_(db, "UPDATE idempotency SET leaf=0 WHERE id=?"),
      whole_answer_(db, "SELECT * FROM idempotency WHERE id=?"),
      set_answer_sum_(db, "UPDATE idempotency SET sum=? WHERE id=?"),
      oldest_answers_(db, "SELECT n,at FROM idempotency ORDER BY n"),
      drop_answers_(db, "DELETE FROM idempotency WHERE n<?"),
      insert_export_(
          db,
          "INSERT INTO exports(id,user,leaf,tree_size,filter_json,secret,at,sum) VALUES(?,?,?,?,?,?,?,?)"),
      put_tile_(db, "INSERT OR REPLACE INTO tiles(id,hashes,sum) VALUES(?,?,?)"),
      put_checkpoint_(db, "INSERT OR REPLACE INTO checkpoints(size,root,note,at,sum) VALUES(?,?,?,?,?)"),
      read_lease_(db, "SELECT holder,until FROM signer_lease WHERE one=1"),
      put_lease_(db, "INSERT OR REPLACE INTO signer_lease(one,holder,until,sum) VALUES(?,?,?,?)") {}

void LogWrites::begin_work() {
    answers_.clear();
    has_export_ = false;
}

Result<void> LogWrites::finish_work() {
    if (pending_->next_leaf() > pending_->first_leaf_of_work()) return {};
    if (has_export_) return fail(Errc::internal, "an export without its leaf");
    auto& waiting = pending_->own().answers;
    for (auto& answer : waiting) answer.leaf = 0;
    for (const auto& id : answers_) {
        if (std::ranges::find(waiting, id, &IdempotencyRow::id) != waiting.end()) continue;
        if (auto done = clear_answer_leaf_(id).run(); !done) return done;
        if (auto done = refresh_sum("idempotency", whole_answer_, set_answer_sum_, id); !done) return done;
    }
    return {};
}

Result<void> LogWrites::put_idempotency(const IdempotencyRow& row) {
    const auto stored = reads_->people.find_idempotency(row.id);
    if (!stored && stored.error().code != Errc::not_found) return stored.error();
    if (stored || pending_->waits(row.id)) return fail(Errc::conflict, "the key was used already");
    auto& answers = pending_->own().answers;
    answers.push_back(row);
    answers.back().leaf = pending_->first_leaf_of_work();
    answers_.push_back(row.id);
    return {};
}

Result<std::uint64_t> LogWrites::drop_idempotency_before(Time at) {
    std::uint64_t dropped = 0;
    std::int64_t keep_from = 0;
    {
        auto rows = oldest_answers_();
        for (;; ++dropped) {
            auto row = rows.next();
            if (!row) return row.error();
            if (!*row) break;
            if (RowReader(rows, 1).time() >= at) break;
            keep_from = rows.integer(0) + 1;
        }
    }
    if (dropped == 0) return 0;
    if (auto done = drop_answers_(keep_from).run(); !done) return done.error();
    return dropped;
}

Result<void> LogWrites::put_export(const ExportRow& row) {
    has_export_ = true;
    const auto leaf = pending_->first_leaf_of_work();
    return insert_export_
        .row("exports", row.id, row.user, leaf, row.tree_size, row.filter_json, row.secret, row.at)
        .run();
}

Result<void> LogWrites::put_tile(std::uint8_t level, std::uint64_t index, const Bytes& hashes) {
    if (!is_tile(level, index, hashes)) return fail(Errc::bad_input, "not a tile");
    const auto stored = reads_->log.tile(level, index);
    if (!stored && stored.error().code != Errc::not_found) return stored.error();
    if (stored && !grows_from(hashes, *stored)) return fail(Errc::conflict, "a tile only grows");
    if (stored && stored->size() == hashes.size()) return {};
    return put_tile_.row("tiles", tile_id(level, index), hashes).run();
}

Result<void> LogWrites::publish_checkpoint(const CheckpointRow& row) {
    const auto newest = reads_->log.latest_checkpoint();
    if (!newest && newest.error().code != Errc::not_found) return newest.error();
    if (newest && row.size < newest->size) return fail(Errc::conflict, "a larger tree is published");
    if (newest && row.size == newest->size && row.root != newest->root)
        return fail(Errc::conflict, "another root is published for this size");
    return put_checkpoint_.row("checkpoints", row.size, row.root, row.note, row.at).run();
}

Result<void> LogWrites::lease_signer(std::string_view holder, Time now, Time until) {
    {
        auto query = read_lease_();
        auto row = query.next();
        if (!row) return row.error();
        const Time held_until = *row ? RowReader(query, 1).time() : Time{};
        if (*row && query.text(0) != holder && held_until > now && held_until <= until + kClocksDiffer)
            return fail(Errc::conflict, "another signer holds the lease");
    }
    return put_lease_.row("signer_lease", 1, holder, until).run();
}

}  // namespace hotline::storage::sqlite
