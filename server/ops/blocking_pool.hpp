#pragma once

#include "crypto/result.hpp"
#include "server/ops/completion.hpp"

#include <boost/asio/awaitable.hpp>
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <type_traits>
#include <typeinfo>
#include <utility>
#include <vector>

namespace hotline::ops {

struct BlockingPoolOptions {
    std::string name;          ///< thread name, at most 15 ASCII characters
    std::size_t threads = 1;   ///< at least 1
    std::size_t queue = 1024;  ///< jobs that may wait, over all lanes; more are refused
    int nice = 0;              ///< added to the threads' niceness, 0..19; for the password pool
};

/// Threads for work that blocks (disk, Argon2id, PDF), with a bounded queue. Jobs wait in lanes that are
/// served in turn, so that who sends many waits behind himself only; in a full queue the newest job of the
/// longest lane makes room for a lane that waits for less. Made in `main` after the io_context and stopped
/// before it. Thread-safe.
class BlockingPool {
public:
    /// `run(true)` does the work; `run(false)` says that the pool has stopped and the work will not be done.
    using Job = std::move_only_function<void(bool run)>;

    explicit BlockingPool(BlockingPoolOptions options);
    BlockingPool(const BlockingPool&) = delete;
    BlockingPool& operator=(const BlockingPool&) = delete;
    ~BlockingPool();

    /// Queues a job; false (and the job is untouched) when the queue is full or the pool has stopped.
    /// @param lane  for whom, for example a client's address
    [[nodiscard]] bool try_post(Job& job, std::string_view lane = {});
    /// Lets running jobs end, calls the waiting ones with `false`, joins the threads. Twice is harmless.
    /// Not from a job.
    void stop() noexcept;
    /// Jobs that wait now, for a gauge.
    [[nodiscard]] std::size_t waiting() const;

private:
    using Lanes = std::map<std::string, std::deque<Job>, std::less<>>;

    void work() noexcept;
    /// In a full queue: the newest job of the longest lane, when that is longer than this lane will be.
    [[nodiscard]] Job make_room(std::string_view lane);
    [[nodiscard]] Job take_next();

    BlockingPoolOptions options_;
    mutable std::mutex mutex_;
    std::condition_variable wake_;
    Lanes lanes_;                       // none is empty
    std::deque<Lanes::iterator> turn_;  // each lane once, the next in front
    std::size_t waiting_ = 0;
    bool stopped_ = false;
    std::vector<std::thread> threads_;
};

/// Runs `f` (returns Result<T>) on the pool and goes on, on the caller's executor, with what it returned.
/// Errors: those of `f`; busy when the queue is full or the pool stops first; internal when `f` throws.
/// @param pool  borrowed; must outlive the call
/// @param lane  for whom, as in try_post
template <class F>
[[nodiscard]] boost::asio::awaitable<std::invoke_result_t<F&>> run_blocking(BlockingPool* pool, F f,
                                                                            std::string lane = {}) {
    using Outcome = std::invoke_result_t<F&>;
    auto start = [pool, f = std::move(f),
                  lane = std::move(lane)](Done<typename Outcome::value_type> done) mutable {
        BlockingPool::Job job = [f = std::move(f), done = std::move(done)](bool run) mutable {
            if (!run) return done(fail(Errc::busy, "the pool is full or has stopped"));
            try {
                done(f());
            } catch (const std::exception& bug) {
                done(fail(Errc::internal, std::string("exception in a blocking job: ") + typeid(bug).name()));
            }
        };
        if (!pool->try_post(job, lane)) job(false);
    };
    co_return co_await completion<typename Outcome::value_type>(std::move(start));
}

}  // namespace hotline::ops
