#include "storage/sqlite/reader_pool.hpp"

namespace hotline::storage::sqlite {

ReaderPool::ReaderPool(std::vector<Connection> connections, std::size_t queue_limit, DataFile& file)
    : file_(&file), queue_limit_(queue_limit) {
    for (auto& connection : connections) readers_.push_back(std::make_unique<Reader>(std::move(connection)));
    for (auto& reader : readers_) reader->thread = std::thread([this, one = reader.get()] { run(*one); });
}

ReaderPool::~ReaderPool() {
    stop();
}

void ReaderPool::submit(Engine::ReadWork work) {
    auto refused = fail(Errc::busy, "the read queue is full");
    {
        const std::lock_guard lock(mutex_);
        if (!stopping_ && queue_.size() < queue_limit_) {
            queue_.push_back(std::move(work));
            wake_.notify_one();
            return;
        }
        if (stopping_) refused = fail(Errc::storage_failed, "the engine is stopped");
    }
    work(std::move(refused));
}

void ReaderPool::stop() {
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
        wake_.notify_all();
    }
    for (auto& reader : readers_) {
        if (reader->thread.joinable()) reader->thread.join();
    }
}

void ReaderPool::run(Reader& reader) {
    for (;;) {
        Engine::ReadWork work;
        {
            std::unique_lock lock(mutex_);
            wake_.wait(lock, [this] { return stopping_ || !queue_.empty(); });
            if (queue_.empty()) return;
            work = std::move(queue_.front());
            queue_.pop_front();
        }
        serve(reader, std::move(work));
    }
}

void ReaderPool::serve(Reader& reader, Engine::ReadWork work) {
    if (!file_->intact())
        return work(fail(Errc::storage_failed, "the database file was unlinked or replaced"));
    if (auto begun = reader.begin().run(); !begun) return work(begun.error());
    work(static_cast<ReadTx*>(&reader.tx));
    // nothing was written, so a rollback that fails loses nothing; the next BEGIN would say so
    static_cast<void>(reader.end().run());
}

}  // namespace hotline::storage::sqlite
