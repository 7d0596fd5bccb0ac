#pragma once

#include "server/flow/account_change.hpp"

namespace hotline::flow {

/// One of a member's sessions.
struct OwnSession {
    std::string id;  ///< names it in calls; opens nothing
    storage::Time created_at{}, seen_at{};
    bool current = false;
};
/// The member's sessions that have not ended, oldest first.
[[nodiscard]] asio::awaitable<Result<std::vector<OwnSession>>> list_sessions(Services* services,
                                                                             const access::Member* member);
/// Ends one of them. Errors: not_found (none of the member's has this id), and those of Engine::write.
[[nodiscard]] asio::awaitable<Result<void>> end_session(Services* services, const access::Member* member,
                                                        std::string id);
/// Ends all but the current one.
[[nodiscard]] asio::awaitable<Result<void>> end_other_sessions(Services* services,
                                                               const access::Member* member);

}  // namespace hotline::flow
