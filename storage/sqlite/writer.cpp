#include "storage/sqlite/writer.hpp"

#include <sqlite3.h>

#include <algorithm>

namespace hotline::storage::sqlite {
namespace {

Time system_now() {
    return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
}

int remember_pages(void* pages, sqlite3* /*db*/, const char* /*name*/, int in_journal) {
    *static_cast<int*>(pages) = in_journal;
    return SQLITE_OK;
}

}  // namespace

Writer::Writer(Connection db, const SqliteOptions& options, DataFile& file, Keeper& keeper)
    : db_(std::move(db)),
      reads_(db_),
      tx_(db_, reads_),
      file_(&file),
      keeper_(&keeper),
      queue_limit_(options.queue_limit),
      group_limit_(options.group_limit),
      reserve_bytes_(options.reserve_bytes),
      commit_delay_(options.commit_delay),
      clock_(options.clock ? options.clock : system_now) {
    sqlite3_wal_hook(db_.handle(), remember_pages, &journal_pages_);
    thread_ = std::thread([this] { run(); });
}

Writer::~Writer() {
    stop();
}

void Writer::submit(Engine::WriteWork work, Engine::WriteDone done) {
    auto refused = fail(Errc::busy, "the write queue is full");
    {
        const std::lock_guard lock(mutex_);
        if (!stopping_ && queue_.size() < queue_limit_) {
            queue_.push_back({std::move(work), std::move(done)});
            wake_.notify_one();
            return;
        }
        if (stopping_) refused = fail(Errc::storage_failed, "the engine is stopped");
    }
    done(std::move(refused));
}

void Writer::stop() {
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
        wake_.notify_one();
    }
    if (thread_.joinable()) thread_.join();
}

void Writer::report(Engine::Health& health) const {
    health.writable = writable_.load() && health.intact && health.free_bytes >= reserve_bytes_;
    health.commits = commits_.load();
    health.works = works_.load();
    const std::lock_guard lock(mutex_);
    health.queue_length = queue_.size();
}

void Writer::run() {
    for (;;) {
        auto group = take_group();
        if (group.empty()) return;
        run_group(std::move(group));
        lend_a_hand();
    }
}

std::vector<Writer::Item> Writer::take_group() {
    std::unique_lock lock(mutex_);
    wake_.wait(lock, [this] { return stopping_ || !queue_.empty(); });
    // Works that arrived together are answered together, so more of them are on their way; one caller alone
    // would wait for nobody.
    if (commit_delay_.count() > 0 && queue_.size() > 1)
        wake_.wait_for(lock, commit_delay_, [this] { return stopping_ || queue_.size() >= group_limit_; });
    const auto size = static_cast<std::ptrdiff_t>(std::min(queue_.size(), group_limit_));
    std::vector<Item> group(std::make_move_iterator(queue_.begin()),
                            std::make_move_iterator(queue_.begin() + size));
    queue_.erase(queue_.begin(), queue_.begin() + size);
    return group;
}

Result<void> Writer::may_write() {
    if (!file_->check()) return fail(Errc::storage_failed, "the database file was unlinked or replaced");
    if (file_->free_bytes() < reserve_bytes_)
        return fail(Errc::storage_full, "free space is below the reserve");
    return must_bury_ ? bury_failed_commit() : Result<void>{};
}

Result<void> Writer::bury_failed_commit() {
    // a row that comes and goes: SQLite skips the page when an update leaves it as it was
    auto buried = db_.execute(
        "BEGIN IMMEDIATE; INSERT INTO case_sequence(year,next) VALUES(-1,0);"
        "DELETE FROM case_sequence WHERE year=-1; COMMIT");
    if (!buried && db_.in_transaction()) static_cast<void>(db_.execute("ROLLBACK"));
    must_bury_ = !buried;
    return buried;
}

Result<std::vector<Result<Commit>>> Writer::store(std::vector<Item>& group) {
    if (auto may = may_write(); !may) return may.error();
    if (auto begun = tx_.begin_group(clock_()); !begun) return begun.error();
    std::vector<Result<Commit>> answers;
    answers.reserve(group.size());
    for (auto& item : group) {
        answers.push_back(tx_.run(item.work));
        if (!tx_.is_broken()) continue;
        tx_.abandon_group();
        return answers.back() ? fail(Errc::storage_failed, "the transaction was lost")
                              : answers.back().error();
    }
    if (auto committed = tx_.commit_group(); !committed) {
        static_cast<void>(bury_failed_commit());  // tried again before the next group
        return committed.error();
    }
    return answers;
}

void Writer::run_group(std::vector<Item> group) {
    auto answers = store(group);
    writable_ = answers.has_value();
    if (!answers) {
        for (auto& item : group) item.done(answers.error());
        return;
    }
    ++commits_;
    works_ += group.size();
    keeper_->journal_has(journal_pages_);
    for (std::size_t i = 0; i < group.size(); ++i) group[i].done(std::move((*answers)[i]));
}

void Writer::lend_a_hand() {
    if (journal_pages_ < helped_at_pages_) helped_at_pages_ = 0;  // the journal began again
    const int wanted = helped_at_pages_ == 0 ? kWriterCheckpointPages : helped_at_pages_ + kCheckpointPages;
    if (journal_pages_ < wanted) return;
    checkpoint_passive(db_);
    helped_at_pages_ = journal_pages_;
}

}  // namespace hotline::storage::sqlite
