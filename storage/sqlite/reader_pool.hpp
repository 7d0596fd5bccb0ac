#pragma once

#include "storage/sqlite/data_file.hpp"
#include "storage/sqlite/reads.hpp"

#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>

namespace hotline::storage::sqlite {

/// Threads with one read-only connection each; every work runs in one read transaction of its own.
/// Owned by the engine; borrows the DataFile.
class ReaderPool {
public:
    ReaderPool(std::vector<Connection> connections, std::size_t queue_limit, DataFile& file);
    ~ReaderPool();

    void submit(Engine::ReadWork work);
    /// Finishes accepted works, then ends the threads.
    void stop();

private:
    struct Reader {
        explicit Reader(Connection connection)
            : db(std::move(connection)), reads(db), tx(reads), begin(db, "BEGIN"), end(db, "ROLLBACK") {}
        Connection db;
        Reads reads;
        ReadsOf<ReadTx> tx;
        Statement begin, end;
        std::thread thread;
    };
    void run(Reader& reader);
    void serve(Reader& reader, Engine::ReadWork work);

    DataFile* file_;
    std::size_t queue_limit_;
    std::mutex mutex_;
    std::condition_variable wake_;
    std::deque<Engine::ReadWork> queue_;
    bool stopping_ = false;
    std::vector<std::unique_ptr<Reader>> readers_;
};

}  // namespace hotline::storage::sqlite
