#pragma once

#include "server/flow/change.hpp"

namespace hotline::flow {

struct ReplyRequest {
    ActRequest act;
    std::string text;      ///< UTF-8, 1..20000 characters; stored redacted
    bool interim = false;  ///< news on the way to an answer; the state stays
};

/// Writes an answer into the case's conversation, where the citizen reads it by tracking code.
/// Errors: not_found, conflict, wrong_state, bad_key, and those of the engine.
[[nodiscard]] asio::awaitable<Result<Changed>> reply(Services* services, const access::Member* member,
                                                     std::string case_name, ReplyRequest request);

}  // namespace hotline::flow
