#pragma once

#include "storage/engine.hpp"
#include "storage/sqlite/connection.hpp"
#include "storage/sqlite/data_file.hpp"

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <thread>
#include <vector>

namespace hotline::storage::sqlite {

/// A thread that does what must not stand in a commit's way: moves the journal into the database, truncates
/// it after erasures, and watches the files. Owned by the engine; borrows the DataFile.
class Keeper {
public:
    using ScrubDone = std::move_only_function<void(Result<Time>)>;

    Keeper(Connection db, DataFile& file, std::chrono::hours copies_live);
    ~Keeper();

    /// Told by the writer after each commit.
    void journal_has(int pages);
    void scrub(ScrubDone done);
    /// Runs waiting scrubs, then ends the thread.
    void stop();

private:
    void run();
    void checkpoint_when_due();
    [[nodiscard]] Result<Time> scrub_now();

    Connection db_;
    DataFile* file_;
    std::chrono::hours copies_live_;
    std::atomic<int> journal_pages_{0};
    int checkpointed_pages_ = 0;
    std::mutex mutex_;
    std::condition_variable wake_;
    std::vector<ScrubDone> scrubs_;
    bool due_ = false, stopping_ = false;
    std::thread thread_;
};

/// Moves what it can of the journal into the database without waiting for anybody.
void checkpoint_passive(Connection& db) noexcept;

/// Pages of journal after which the keeper starts, and after which the writer itself lends a hand.
inline constexpr int kCheckpointPages = 2000, kWriterCheckpointPages = 8000;

}  // namespace hotline::storage::sqlite
