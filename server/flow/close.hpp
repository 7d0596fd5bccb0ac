#pragma once

#include "server/flow/change.hpp"

namespace hotline::flow {

struct CloseRequest {
    ActRequest act;
    std::string reason;  ///< may be empty; goes redacted to the sealed details of the leaf
};

/// Ends the work on an answered case. Opens nothing.
/// Errors: not_found, conflict, wrong_state, and those of the engine.
[[nodiscard]] asio::awaitable<Result<Changed>> close(Services* services, const access::Member* member,
                                                     std::string case_name, CloseRequest request);

}  // namespace hotline::flow
