#include "server/ops/blocking_pool.hpp"

#include "server/ops/log.hpp"

#include <exception>
#include <stdexcept>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <typeinfo>
#include <unistd.h>

namespace hotline::ops {
namespace {

/// A job reports its own failures; one that throws all the same must not take the process down.
void run_guarded(BlockingPool::Job& job, bool run) noexcept {
    try {
        job(run);
    } catch (const std::exception& bug) {
        log_event(LogLevel::error, "pool.job_threw", {{"type", typeid(bug).name()}});
    }
}

void name_and_nice_this_thread(const BlockingPoolOptions& options) noexcept {
    prctl(PR_SET_NAME, options.name.c_str(), 0, 0, 0);
    if (options.nice <= 0) return;
    // On Linux niceness belongs to the thread, so only this one is slowed.
    const auto thread = static_cast<id_t>(gettid());
    setpriority(PRIO_PROCESS, thread, getpriority(PRIO_PROCESS, thread) + options.nice);
}

}  // namespace

BlockingPool::BlockingPool(BlockingPoolOptions options) : options_(std::move(options)) {
    if (options_.threads == 0) throw std::logic_error("a blocking pool without threads");
    for (std::size_t i = 0; i < options_.threads; ++i) threads_.emplace_back([this] { work(); });
}

BlockingPool::~BlockingPool() {
    stop();
}

bool BlockingPool::try_post(Job& job) {
    {
        const std::lock_guard lock(mutex_);
        if (stopped_ || jobs_.size() >= options_.queue) return false;
        jobs_.push_back(std::move(job));
    }
    wake_.notify_one();
    return true;
}

void BlockingPool::stop() noexcept {
    std::deque<Job> left;
    {
        const std::lock_guard lock(mutex_);
        stopped_ = true;
        left.swap(jobs_);
    }
    wake_.notify_all();
    for (Job& job : left) run_guarded(job, false);
    for (std::thread& thread : threads_) {
        if (thread.joinable()) thread.join();
    }
}

std::size_t BlockingPool::waiting() const {
    const std::lock_guard lock(mutex_);
    return jobs_.size();
}

void BlockingPool::work() noexcept {
    name_and_nice_this_thread(options_);
    std::unique_lock lock(mutex_);
    for (;;) {
        wake_.wait(lock, [this] { return stopped_ || !jobs_.empty(); });
        if (jobs_.empty()) return;
        Job job = std::move(jobs_.front());
        jobs_.pop_front();
        lock.unlock();
        run_guarded(job, true);
        job = nullptr;  // what it holds dies here, not under the lock
        lock.lock();
    }
}

}  // namespace hotline::ops
