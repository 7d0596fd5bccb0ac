#pragma once

#include "server/flow/services.hpp"

#include <atomic>
#include <memory>

namespace hotline::flow {

/// Gives open cases their deadline anew after the calendar or the rules changed, a slice at each call, so
/// that the writer stays free for complaints. A case whose deadline moves gets a leaf `case.rescheduled` with
/// the old and the new one; where a slice ended stands in the database, so that a restart goes on there.
/// Created by the composition root; borrows the services. One thread calls `step`.
class Rescheduler {
public:
    /// @param files  names calendar and rules as they are now; another name than last time starts the work
    Rescheduler(Services* services, std::string files);
    /// Does one slice, unless the last one still runs or all is done.
    void step();
    [[nodiscard]] bool is_done() const noexcept { return state_->done; }

private:
    struct State {
        std::atomic<bool> running{false}, done{false};
    };
    Services* services_;
    std::string files_;
    std::shared_ptr<State> state_;
};

}  // namespace hotline::flow
