#include "storage/sqlite/keeper.hpp"

#include <sqlite3.h>

namespace hotline::storage::sqlite {
namespace {

constexpr std::chrono::milliseconds kWatchInterval{500};
// Short, because writers wait while a truncation waits for readers.
constexpr std::chrono::milliseconds kTruncateWait{100}, kTruncatePause{20};
constexpr int kTruncateTries = 100;

}  // namespace

void checkpoint_passive(Connection& db) noexcept {
    sqlite3_wal_checkpoint_v2(db.handle(), "main", SQLITE_CHECKPOINT_PASSIVE, nullptr, nullptr);
}

Keeper::Keeper(Connection db, DataFile& file, std::chrono::hours copies_live)
    : db_(std::move(db)), file_(&file), copies_live_(copies_live) {
    sqlite3_busy_timeout(db_.handle(), static_cast<int>(kTruncateWait.count()));
    thread_ = std::thread([this] { run(); });
}

Keeper::~Keeper() {
    stop();
}

void Keeper::journal_has(int pages) {
    journal_pages_.store(pages, std::memory_order_relaxed);
    if (pages < kCheckpointPages) return;
    const std::lock_guard lock(mutex_);
    due_ = true;
    wake_.notify_one();
}

void Keeper::scrub(ScrubDone done) {
    {
        const std::lock_guard lock(mutex_);
        if (!stopping_) {
            scrubs_.push_back(std::move(done));
            wake_.notify_one();
            return;
        }
    }
    done(fail(Errc::storage_failed, "the engine is stopped"));
}

void Keeper::stop() {
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
        wake_.notify_one();
    }
    if (thread_.joinable()) thread_.join();
}

void Keeper::run() {
    for (bool last = false; !last;) {
        std::vector<ScrubDone> scrubs;
        {
            std::unique_lock lock(mutex_);
            wake_.wait_for(lock, kWatchInterval, [this] { return stopping_ || due_ || !scrubs_.empty(); });
            last = stopping_;
            due_ = false;
            scrubs.swap(scrubs_);
        }
        static_cast<void>(file_->check());
        checkpoint_when_due();
        for (auto& done : scrubs) done(scrub_now());
    }
}

void Keeper::checkpoint_when_due() {
    const int pages = journal_pages_.load(std::memory_order_relaxed);
    if (pages < checkpointed_pages_) checkpointed_pages_ = 0;  // the journal began again
    if (pages - checkpointed_pages_ < kCheckpointPages || !file_->intact()) return;
    checkpoint_passive(db_);
    checkpointed_pages_ = pages;
}

Result<Time> Keeper::scrub_now() {
    if (!file_->intact()) return fail(Errc::storage_failed, "the database file is gone");
    // A truncation answers "busy" while a reader holds an older state, so the size decides.
    for (int tries = 0; tries < kTruncateTries; ++tries) {
        sqlite3_wal_checkpoint_v2(db_.handle(), "main", SQLITE_CHECKPOINT_TRUNCATE, nullptr, nullptr);
        if (file_->journal_bytes() == 0) {
            checkpointed_pages_ = 0;
            const auto now = std::chrono::system_clock::now() + copies_live_;
            return std::chrono::floor<std::chrono::milliseconds>(now);
        }
        std::this_thread::sleep_for(kTruncatePause);
    }
    return fail(Errc::busy, "readers kept the journal from being truncated");
}

}  // namespace hotline::storage::sqlite
