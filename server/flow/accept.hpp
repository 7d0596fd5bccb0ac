#pragma once

#include "server/flow/change.hpp"

namespace hotline::flow {

/// A unit takes a case on; the member becomes its assignee. Opens nothing.
/// Errors: not_found, conflict, wrong_state, and those of the engine.
[[nodiscard]] asio::awaitable<Result<Changed>> accept(Services* services, const access::Member* member,
                                                      std::string case_name, ActRequest request);

}  // namespace hotline::flow
