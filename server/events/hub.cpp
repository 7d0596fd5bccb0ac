#include "server/events/hub.hpp"

#include <algorithm>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace hotline::events {

bool Interest::wants(const Notice& notice) const {
    if (desk && notice.to_desk) return true;
    if (std::ranges::find(notice.users, user) != notice.users.end()) return true;
    return std::ranges::any_of(notice.units, [this](const std::string& unit) {
        return std::ranges::find(units, unit) != units.end();
    });
}

boost::asio::awaitable<std::vector<Notice>> Hub::Listener::next(std::chrono::seconds patience) {
    const auto take = [this] {
        const std::scoped_lock lock(mutex_);
        std::vector<Notice> taken(std::make_move_iterator(queue_.begin()),
                                  std::make_move_iterator(queue_.end()));
        queue_.clear();
        return taken;
    };
    std::vector<Notice> notices = take();
    if (!notices.empty() || lost()) co_return notices;
    timer_.expires_after(patience);
    boost::system::error_code cancelled_by_push;
    co_await timer_.async_wait(boost::asio::redirect_error(boost::asio::use_awaitable, cancelled_by_push));
    co_return take();
}

bool Hub::Listener::lost() const {
    const std::scoped_lock lock(mutex_);
    return lost_;
}

void Hub::Listener::push(const Notice& notice, const std::shared_ptr<Listener>& self) {
    {
        const std::scoped_lock lock(mutex_);
        if (queue_.size() >= kQueue) {
            lost_ = true;
        } else {
            queue_.push_back(notice);
        }
        if (queue_.size() > 1) return;  // already woken
    }
    boost::asio::post(executor_, [self] { self->timer_.cancel(); });
}

void Hub::publish(const Notice& notice) {
    const std::scoped_lock lock(mutex_);
    memory_.push_back(notice);
    if (memory_.size() > kMemory) memory_.pop_front();
    std::erase_if(listeners_, [](const std::weak_ptr<Listener>& listener) { return listener.expired(); });
    for (const std::weak_ptr<Listener>& weak : listeners_) {
        const std::shared_ptr<Listener> listener = weak.lock();
        if (listener && listener->interest_.wants(notice)) listener->push(notice, listener);
    }
}

std::shared_ptr<Hub::Listener> Hub::listen(boost::asio::any_io_executor executor, Interest interest,
                                           std::optional<std::uint64_t> after) {
    auto listener = std::make_shared<Listener>(std::move(executor), std::move(interest));
    const std::scoped_lock lock(mutex_);
    listeners_.push_back(listener);
    if (!after) return listener;
    // The memory begins after a restart or a gap: only when it holds the cursor's own notice is nothing
    // missing.
    const bool known =
        std::ranges::any_of(memory_, [&](const Notice& notice) { return notice.leaf == *after; });
    listener->lost_ = !known;
    for (const Notice& notice : memory_)
        if (known && notice.leaf > *after && listener->interest_.wants(notice))
            listener->push(notice, listener);
    return listener;
}

std::string format_cursor(std::uint64_t leaf) {
    Bytes bytes;
    put_u8(bytes, 1);
    put_u64(bytes, leaf);
    return to_base64url(bytes);
}

Result<std::uint64_t> parse_cursor(std::string_view cursor) {
    Result<Bytes> bytes = from_base64url(cursor);
    if (!bytes) return fail(Errc::bad_input, "cursor");
    ByteReader reader(*bytes);
    const std::uint8_t version = reader.u8();
    const std::uint64_t leaf = reader.u64();
    if (version != 1 || !reader.done()) return fail(Errc::bad_input, "cursor");
    return leaf;
}

}  // namespace hotline::events
