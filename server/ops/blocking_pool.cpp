#include "server/ops/blocking_pool.hpp"

#include "server/ops/log.hpp"

#include <algorithm>
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

bool BlockingPool::try_post(Job& job, std::string_view lane) {
    Job displaced;
    {
        const std::lock_guard lock(mutex_);
        if (stopped_) return false;
        if (waiting_ >= options_.queue) {
            displaced = make_room(lane);
            if (!displaced) return false;
        }
        auto found = lanes_.find(lane);
        if (found == lanes_.end()) {
            found = lanes_.emplace(std::string(lane), std::deque<Job>{}).first;
            turn_.push_back(found);
        }
        found->second.push_back(std::move(job));
        ++waiting_;
    }
    wake_.notify_one();
    if (displaced) run_guarded(displaced, false);
    return true;
}

BlockingPool::Job BlockingPool::make_room(std::string_view lane) {
    const auto longest = std::ranges::max_element(
        lanes_, {}, [](const Lanes::value_type& each) { return each.second.size(); });
    const auto own = lanes_.find(lane);
    const std::size_t own_size = own == lanes_.end() ? 0 : own->second.size();
    if (longest == lanes_.end() || longest->second.size() <= own_size + 1) return nullptr;
    Job displaced = std::move(longest->second.back());
    longest->second.pop_back();
    --waiting_;
    return displaced;
}

BlockingPool::Job BlockingPool::take_next() {
    const Lanes::iterator lane = turn_.front();
    turn_.pop_front();
    Job job = std::move(lane->second.front());
    lane->second.pop_front();
    --waiting_;
    if (lane->second.empty()) {
        lanes_.erase(lane);
    } else {
        turn_.push_back(lane);
    }
    return job;
}

void BlockingPool::stop() noexcept {
    Lanes left;
    {
        const std::lock_guard lock(mutex_);
        stopped_ = true;
        left.swap(lanes_);
        turn_.clear();
        waiting_ = 0;
    }
    wake_.notify_all();
    for (auto& [lane, jobs] : left)
        for (Job& job : jobs) run_guarded(job, false);
    for (std::thread& thread : threads_) {
        if (thread.joinable()) thread.join();
    }
}

std::size_t BlockingPool::waiting() const {
    const std::lock_guard lock(mutex_);
    return waiting_;
}

void BlockingPool::work() noexcept {
    name_and_nice_this_thread(options_);
    std::unique_lock lock(mutex_);
    for (;;) {
        wake_.wait(lock, [this] { return stopped_ || waiting_ != 0; });
        if (waiting_ == 0) return;
        Job job = take_next();
        lock.unlock();
        run_guarded(job, true);
        job = nullptr;  // what it holds dies here, not under the lock
        lock.lock();
    }
}

}  // namespace hotline::ops
