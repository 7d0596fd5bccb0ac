#pragma once

#include "storage/sqlite/keeper.hpp"
#include "storage/sqlite/sqlite_engine.hpp"
#include "storage/sqlite/write_tx.hpp"

#include <deque>

namespace hotline::storage::sqlite {

/// The one thread that writes. Takes all waiting works up to the group limit, runs each in its savepoint,
/// commits once and then answers all. Owned by the engine; borrows DataFile and Keeper.
class Writer {
public:
    Writer(Connection db, const SqliteOptions& options, DataFile& file, Keeper& keeper);
    ~Writer();

    void submit(Engine::WriteWork work, Engine::WriteDone done);
    /// Finishes accepted works, then ends the thread.
    void stop();
    /// Fills in what the writer knows.
    void report(Engine::Health& health) const;

private:
    struct Item {
        Engine::WriteWork work;
        Engine::WriteDone done;
    };
    void run();
    /// Waits for works; empty when stopping and nothing is left.
    [[nodiscard]] std::vector<Item> take_group();
    void run_group(std::vector<Item> group);
    [[nodiscard]] Result<void> may_write();
    [[nodiscard]] Result<std::vector<Result<Commit>>> store(std::vector<Item>& group);
    /// Overwrites the journal's frames of a commit that failed, so that a crash cannot bring them back.
    [[nodiscard]] Result<void> bury_failed_commit();
    void lend_a_hand();

    Connection db_;
    Reads reads_;
    SqliteWriteTx tx_;
    DataFile* file_;
    Keeper* keeper_;
    std::size_t queue_limit_, group_limit_;
    std::uint64_t reserve_bytes_;
    std::chrono::microseconds commit_delay_;
    std::function<Time()> clock_;
    bool must_bury_ = false;
    int journal_pages_ = 0, helped_at_pages_ = 0;

    mutable std::mutex mutex_;
    std::condition_variable wake_;
    std::deque<Item> queue_;
    bool stopping_ = false;
    std::atomic<bool> writable_{true};
    std::atomic<std::uint64_t> commits_{0}, works_{0};
    std::thread thread_;
};

}  // namespace hotline::storage::sqlite
