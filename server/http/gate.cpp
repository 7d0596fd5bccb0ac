#include "server/http/gate.hpp"

namespace hotline::http {

Gate::Ticket Gate::try_enter() noexcept {
    const std::lock_guard lock(mutex_);
    if (running_ >= max_running_) return {};
    ++running_;
    return Ticket(this);
}

boost::asio::awaitable<Gate::Ticket> Gate::enter() {
    const Result<void> turn = co_await ops::completion<void>([this](ops::Done<void> done) {
        std::unique_lock lock(mutex_);
        if (running_ < max_running_) {
            ++running_;
        } else if (waiting_.size() < max_waiting_) {
            return waiting_.push_back(std::move(done));
        } else {
            lock.unlock();
            return done(fail(Errc::busy, "too many requests wait"));
        }
        lock.unlock();
        done({});
    });
    co_return turn ? Ticket(this) : Ticket();
}

std::size_t Gate::running() const {
    const std::lock_guard lock(mutex_);
    return running_;
}

std::size_t Gate::waiting() const {
    const std::lock_guard lock(mutex_);
    return waiting_.size();
}

void Gate::leave() noexcept {
    ops::Done<void> next;
    {
        const std::lock_guard lock(mutex_);
        if (waiting_.empty()) {
            --running_;
            return;
        }
        next = std::move(waiting_.front());  // the place goes to the first that waits
        waiting_.pop_front();
    }
    next({});
}

}  // namespace hotline::http
