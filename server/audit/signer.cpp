#include "server/audit/signer.hpp"

#include "server/audit/tiles.hpp"
#include "server/ops/log.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <fstream>
#include <sstream>

namespace hotline::audit {
namespace {

Result<storage::CheckpointRow> latest_or_empty(storage::ReadTx& tx) {
    Result<storage::CheckpointRow> latest = tx.latest_checkpoint();
    if (!latest && latest.error().code == Errc::not_found)
        return storage::CheckpointRow{0, crypto::empty_root(), {}, {}};
    return latest;
}

Result<std::string> read_file(const std::filesystem::path& path) {
    const std::ifstream file(path, std::ios::binary);
    if (!file) return fail(Errc::not_found, "no such file");
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

}  // namespace

Signer::Signer(storage::Engine* engine, const ops::Clock* clock, Options options)
    : engine_(engine), clock_(clock), options_(std::move(options)) {}

Result<void> Signer::check_at_start() {
    // First compare, then sign: signing replaces the file outside.
    if (Result<void> same = compare_with_published(); !same) return same;
    for (bool more = true; more;) {
        Result<bool> signed_some = sign_some();
        if (!signed_some) return fail(Errc::audit_unavailable, signed_some.error().internal);
        more = *signed_some;
    }
    return {};
}

Result<std::string> Signer::unsigned_leaves() {
    std::string range;
    Result<void> read = storage::read_and_wait(*engine_, [&](storage::ReadTx& tx) -> Result<void> {
        Result<storage::CheckpointRow> latest = latest_or_empty(tx);
        if (!latest) return latest.error();
        Result<std::uint64_t> count = tx.event_count();
        if (!count) return count.error();
        if (latest->size > 0 && *count > latest->size) range = fmt::format("{}-{}", latest->size, *count - 1);
        return {};
    });
    if (!read) return read.error();
    return range;
}

Result<void> Signer::compare_with_published() {
    if (options_.published.empty()) return {};
    Result<std::string> kept = read_file(options_.published);
    if (!kept && kept.error().code == Errc::not_found) return {};
    if (!kept) return kept.error();
    Result<crypto::OpenedNote> note = crypto::open_note(*kept, {crypto::verifier_of(options_.key)});
    if (!note)
        return fail(Errc::audit_unavailable, "the checkpoint kept outside was not signed by this log's key");
    Result<crypto::Checkpoint> checkpoint = crypto::parse_checkpoint(note->text);
    if (!checkpoint) return checkpoint.error();
    return storage::read_and_wait(*engine_, [&](storage::ReadTx& tx) -> Result<void> {
        Result<storage::CheckpointRow> latest = latest_or_empty(tx);
        if (!latest) return latest.error();
        if (checkpoint->size > latest->size)
            return fail(
                Errc::audit_unavailable,
                "the log is shorter than the checkpoint kept outside: an older copy was restored, and going "
                "on would fork the log");
        TileSource tiles(tx);
        Result<Hash32> root = crypto::root_from(checkpoint->size, tiles.source());
        if (!root) return root.error();
        if (*root != checkpoint->root)
            return fail(Errc::audit_unavailable,
                        "the log is another than the one of the checkpoint kept outside");
        return {};
    });
}

void Signer::start() {
    thread_ = std::thread([this] { run(); });
}

void Signer::stop() {
    {
        const std::scoped_lock lock(mutex_);
        stopping_ = true;
    }
    wake_.notify_all();
    if (thread_.joinable()) {
        thread_.join();
        sign_the_rest();
    }
    settle_waiters(true);
}

bool Signer::healthy() const {
    const std::scoped_lock lock(mutex_);
    return reason_.empty();
}

std::string Signer::reason() const {
    const std::scoped_lock lock(mutex_);
    return reason_;
}

std::uint64_t Signer::published_size() const {
    const std::scoped_lock lock(mutex_);
    return published_;
}

void Signer::run() {
    for (;;) {
        {
            std::unique_lock lock(mutex_);
            wake_.wait_for(lock, options_.interval, [this] { return stopping_ || asked_; });
            if (stopping_) return;
            asked_ = false;
            if (!reason_.empty()) continue;
        }
        Result<bool> more = sign_some();
        if (!more && (more.error().code == Errc::bad_signature || more.error().code == Errc::bad_format)) {
            ops::log_event(ops::LogLevel::error, "log.signer_stopped", {{"reason", more.error().internal}});
            const std::scoped_lock lock(mutex_);
            reason_ = more.error().internal;
        } else if (!more) {
            ops::log_event(ops::LogLevel::warn, "log.signing_delayed",
                           {{"errc", name_of(more.error().code)}, {"reason", more.error().internal}});
        } else if (*more) {
            const std::scoped_lock lock(mutex_);
            asked_ = true;
        }
        settle_waiters(false);
    }
}

void Signer::sign_the_rest() {
    Result<bool> more = false;
    // The second pass finds what was queued before the first one's own write.
    for (int pass = 0; more && pass < 2 && healthy(); ++pass) do
            more = sign_some();
        while (more && *more);
    if (!more)
        ops::log_event(ops::LogLevel::warn, "log.signing_delayed",
                       {{"errc", name_of(more.error().code)}, {"reason", more.error().internal}});
}

Result<bool> Signer::sign_some() {
    TileBuilder tiles;
    std::uint64_t total = 0;
    storage::CheckpointRow last;
    Result<void> read = storage::read_and_wait(*engine_, [&](storage::ReadTx& tx) -> Result<void> {
        Result<storage::CheckpointRow> latest = latest_or_empty(tx);
        if (!latest) return latest.error();
        last = *std::move(latest);
        Result<std::uint64_t> count = tx.event_count();
        if (!count) return count.error();
        total = *count;
        if (total < last.size)
            return fail(Errc::bad_signature, "fewer leaves than the last checkpoint signed");
        if (total == last.size) return {};
        Result<TileBuilder> loaded = TileBuilder::load(tx, last.size);
        if (!loaded) return fail(Errc::bad_format, "tiles: " + loaded.error().internal);
        if (loaded->root() != last.root)
            return fail(Errc::bad_signature, "tiles do not lead to the last signed root");
        tiles = *std::move(loaded);
        storage::EventQuery query;
        query.from = last.size;
        query.limit = kBatch;
        Result<std::vector<storage::EventRow>> events = tx.events(query);
        if (!events) return events.error();
        for (const storage::EventRow& event : *events) {
            if (event.index != tiles.size()) return fail(Errc::bad_signature, "a leaf is missing");
            tiles.append(crypto::leaf_hash(event.leaf));
        }
        return {};
    });
    if (!read) return read.error();
    if (total == last.size) {
        const std::scoped_lock lock(mutex_);
        published_ = last.size;
        return false;
    }

    storage::CheckpointRow row;
    row.size = tiles.size();
    row.root = tiles.root();
    row.at = clock_->now();
    row.note =
        crypto::sign_note(crypto::format_checkpoint({options_.key.name, row.size, row.root}), options_.key);
    Result<storage::Commit> stored =
        storage::write_and_wait(*engine_, [&](storage::WriteTx& tx) -> Result<void> {
            if (Result<void> lease =
                    tx.lease_signer(options_.holder, row.at, row.at + std::chrono::seconds{10});
                !lease)
                return lease;
            if (Result<void> put = tiles.store(tx); !put) return put;
            return tx.publish_checkpoint(row);
        });
    if (!stored && stored.error().code == Errc::conflict) {
        // Another server of the cluster signs; what it published counts for all.
        const std::scoped_lock lock(mutex_);
        published_ = last.size;
        return false;
    }
    if (!stored) return stored.error();
    if (Result<void> written = write_published(row.note); !written) return written.error();
    const std::scoped_lock lock(mutex_);
    published_ = row.size;
    return row.size < total;
}

Result<void> Signer::write_published(const std::string& note) {
    if (options_.published.empty()) return {};
    const std::filesystem::path temporary = options_.published.string() + ".part";
    {
        std::ofstream file(temporary, std::ios::binary | std::ios::trunc);
        file << note;
        if (!file.flush()) return fail(Errc::storage_failed, "cannot write the checkpoint outside");
    }
    std::error_code renamed;
    std::filesystem::rename(temporary, options_.published, renamed);
    if (renamed) return fail(Errc::storage_failed, "cannot replace the checkpoint outside");
    return {};
}

void Signer::wait_for(std::uint64_t index, ops::Done<bool> done) {
    {
        const std::scoped_lock lock(mutex_);
        if (published_ > index) {
            // falls through to the call below, outside of the lock
        } else if (stopping_ || !reason_.empty()) {
            index = ~0ULL;
        } else {
            waiters_.push_back({index, std::chrono::steady_clock::now() + kCoverTime, std::move(done)});
            asked_ = true;
            wake_.notify_all();
            return;
        }
    }
    done(index != ~0ULL);
}

void Signer::settle_waiters(bool closing) {
    std::vector<std::pair<ops::Done<bool>, bool>> settled;
    {
        const std::scoped_lock lock(mutex_);
        const auto now = std::chrono::steady_clock::now();
        std::erase_if(waiters_, [&](Waiter& waiter) {
            const bool covered = published_ > waiter.index;
            if (!covered && !closing && reason_.empty() && now < waiter.until) return false;
            settled.emplace_back(std::move(waiter.done), covered);
            return true;
        });
    }
    for (auto& [done, covered] : settled) done(covered);
}

boost::asio::awaitable<Result<void>> Signer::cover(std::uint64_t index) {
    Result<bool> covered = co_await ops::completion<bool>(
        [this, index](ops::Done<bool> done) mutable { wait_for(index, std::move(done)); });
    if (!covered || !*covered) co_return fail(Errc::audit_unavailable, "no checkpoint covers the leaf yet");
    co_return Result<void>{};
}

}  // namespace hotline::audit
