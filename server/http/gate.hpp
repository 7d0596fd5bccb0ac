#pragma once

#include "server/ops/completion.hpp"

#include <boost/asio/awaitable.hpp>
#include <cstddef>
#include <deque>
#include <mutex>
#include <utility>

namespace hotline::http {

/// Lets a bounded number of requests run and a bounded number wait, first come first served. Owned by a
/// listener and shared by its sessions. Thread-safe.
class Gate {
public:
    /// One place among the running; given back when it dies.
    class Ticket {
    public:
        Ticket() noexcept = default;
        explicit Ticket(Gate* gate) noexcept : gate_(gate) {}
        Ticket(Ticket&& other) noexcept : gate_(std::exchange(other.gate_, nullptr)) {}
        Ticket& operator=(Ticket&& other) noexcept {
            std::swap(gate_, other.gate_);
            return *this;
        }
        Ticket(const Ticket&) = delete;
        Ticket& operator=(const Ticket&) = delete;
        ~Ticket() { give_back(); }
        void give_back() noexcept {
            if (gate_ != nullptr) std::exchange(gate_, nullptr)->leave();
        }
        [[nodiscard]] explicit operator bool() const noexcept { return gate_ != nullptr; }

    private:
        Gate* gate_ = nullptr;
    };

    Gate(std::size_t running, std::size_t waiting) noexcept : max_running_(running), max_waiting_(waiting) {}

    /// A place at once, or an empty ticket.
    [[nodiscard]] Ticket try_enter() noexcept;
    /// Waits for a place; an empty ticket when too many wait.
    [[nodiscard]] boost::asio::awaitable<Ticket> enter();
    [[nodiscard]] std::size_t running() const;
    [[nodiscard]] std::size_t waiting() const;

private:
    void leave() noexcept;

    mutable std::mutex mutex_;
    std::size_t max_running_;
    std::size_t max_waiting_;
    std::size_t running_ = 0;
    std::deque<ops::Done<void>> waiting_;
};

}  // namespace hotline::http
