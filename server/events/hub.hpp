#pragma once

#include "crypto/bytes.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace hotline::events {

/// Something clients may want to reload for. Ids only, no personal data.
struct Notice {
    std::uint64_t leaf = 0;          ///< index of the act's leaf: its place in commit order
    std::string name;                ///< "case.received", "case.moved", …
    CaseId case_id;                  ///< of the case; for approvals and alerts their own id
    std::vector<std::string> units;  ///< whose members may learn of it
    std::vector<UserId> users{};     ///< and who else
    bool to_desk = true;             ///< the whole desk too
};

/// Whose notices a listener gets.
struct Interest {
    bool desk = false;               ///< everything that goes to the desk
    std::vector<std::string> units;  ///< and what is for these
    UserId user{};                   ///< and what is for this member alone
    [[nodiscard]] bool wants(const Notice& notice) const;
};

/// Live updates: notices in commit order to whoever listens, and a short memory for those who come back.
/// Thread-safe. Created by the composition root; outlives its listeners.
class Hub {
public:
    /// One listener. Its `next` runs on the executor given to `listen`.
    class Listener {
    public:
        Listener(boost::asio::any_io_executor executor, Interest interest)
            : interest_(std::move(interest)), executor_(executor), timer_(executor) {}
        /// The notices since the last call; waits at most `patience` and may return none. `lost()` says that
        /// some were dropped, so that the client must reload.
        [[nodiscard]] boost::asio::awaitable<std::vector<Notice>> next(std::chrono::seconds patience);
        [[nodiscard]] bool lost() const;

    private:
        friend class Hub;
        void push(const Notice& notice, const std::shared_ptr<Listener>& self);
        static constexpr std::size_t kQueue = 256;
        Interest interest_;
        boost::asio::any_io_executor executor_;
        boost::asio::steady_timer timer_;  // touched on executor_ only
        mutable std::mutex mutex_;         // guards queue_ and lost_
        std::deque<Notice> queue_;
        bool lost_ = false;
    };

    /// Called in commit order, on the storage engine's thread.
    void publish(const Notice& notice);
    /// A listener, begun behind `after` (the leaf of the last notice it saw) when the memory still reaches
    /// there.
    [[nodiscard]] std::shared_ptr<Listener> listen(boost::asio::any_io_executor executor, Interest interest,
                                                   std::optional<std::uint64_t> after);

private:
    static constexpr std::size_t kMemory = 4096;
    std::mutex mutex_;
    std::deque<Notice> memory_;
    std::vector<std::weak_ptr<Listener>> listeners_;
};

/// A notice's place as clients see it: opaque.
[[nodiscard]] std::string format_cursor(std::uint64_t leaf);
/// Errors: bad_input.
[[nodiscard]] Result<std::uint64_t> parse_cursor(std::string_view cursor);

}  // namespace hotline::events
