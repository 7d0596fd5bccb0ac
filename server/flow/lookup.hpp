#pragma once

#include "server/flow/inbox.hpp"

namespace hotline::flow {

struct LookedUp {
    std::uint64_t leaf = 0;
    std::vector<InboxLine> lines;  ///< earlier cases of this number, newest first
};

/// Finds earlier cases of a telephone number for an operator, by blind index and a comparison inside the
/// vault. The leaf is on disk first. Errors: bad_input (not a telephone number), audit_unavailable, the
/// engine's.
[[nodiscard]] asio::awaitable<Result<LookedUp>> look_up_caller(Services* services,
                                                               const access::Member* member,
                                                               SecretBytes phone);

struct WorkDone {
    std::uint32_t done = 0;
    std::uint64_t left = 0;  ///< cases that still wait; counted up to some thousands
};
/// One slice of pending key work for the desk: fills in blind indexes of cases that came without a session.
/// Bounded to about 50 ms. Other members have no such work and get nothing to do.
[[nodiscard]] asio::awaitable<Result<WorkDone>> work(Services* services, const access::Member* member);

}  // namespace hotline::flow
