#include "server/http/watch.hpp"

#include <boost/asio/steady_timer.hpp>

namespace hotline::http {
namespace {

using SteadyClock = std::chrono::steady_clock;
constexpr auto kNever = SteadyClock::time_point::max();

}  // namespace

struct Watch::State {
    State(const boost::asio::any_io_executor& strand, Transport* watched)
        : timer(strand), transport(watched) {}

    static void arm(const std::shared_ptr<State>& state) {
        if (state->end >= state->armed) return;
        state->armed = state->end;
        state->timer.expires_at(state->armed);
        state->timer.async_wait([state](const boost::system::error_code& ec) {
            if (!ec) fired(state);
        });
    }
    static void fired(const std::shared_ptr<State>& state) {
        state->armed = kNever;
        if (state->transport == nullptr || state->end == kNever) return;
        if (SteadyClock::now() < state->end) return arm(state);
        state->end = kNever;
        state->expired = true;
        state->transport->cancel();
    }

    boost::asio::steady_timer timer;
    Transport* transport;  // null once the session has ended
    SteadyClock::time_point end = kNever;
    SteadyClock::time_point armed = kNever;
    bool expired = false;
};

Watch::Watch(const boost::asio::any_io_executor& strand, Transport* transport)
    : state_(std::make_shared<State>(strand, transport)) {}

Watch::~Watch() {
    state_->transport = nullptr;
    state_->timer.cancel();
}

void Watch::allow(std::chrono::nanoseconds time) {
    state_->expired = false;
    state_->end = SteadyClock::now() + time;
    State::arm(state_);
}

void Watch::relax() noexcept {
    state_->end = kNever;
}

bool Watch::expired() const noexcept {
    return state_->expired;
}

}  // namespace hotline::http
