#pragma once

#include "server/http/transport.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <chrono>
#include <memory>

namespace hotline::http {

/// Bounds the waits of one session: when the time is over, the transport's waits are cancelled. Moving the
/// end further away, as every request does, costs a store; the timer looks again when it fires. Used on the
/// session's strand only.
class Watch {
public:
    /// @param transport  borrowed; must outlive the watch
    Watch(const boost::asio::any_io_executor& strand, Transport* transport);
    Watch(const Watch&) = delete;
    Watch& operator=(const Watch&) = delete;
    ~Watch();

    /// The waits from now on must be over in `time`.
    void allow(std::chrono::nanoseconds time);
    /// No bound until the next `allow`.
    void relax() noexcept;
    /// True when the last bound was passed.
    [[nodiscard]] bool expired() const noexcept;

private:
    struct State;
    std::shared_ptr<State> state_;  // shared with the timer's handler, which may run after the session's end
};

}  // namespace hotline::http
