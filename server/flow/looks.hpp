#pragma once

#include "server/flow/services.hpp"

#include <memory>

namespace hotline::flow {

/// What the limits said inside the transaction of a look; read when the transaction has failed.
struct LookOutcome {
    bool burst = false;
};

/// Counts a member's reveals inside the transaction that has just added the reveal's leaf, so that several
/// servers and restarts count alike and nobody can lower the count without the log's contradicting it.
/// Errors of the work: reveal_limit (nothing is stored then; `outcome->burst` tells why).
/// @param lifted  a supervisor has lifted the limits; a burst ends the session all the same
[[nodiscard]] storage::Engine::WriteWork count_reveal(const Services& services, const access::Member& member,
                                                      bool lifted, std::shared_ptr<LookOutcome> outcome);

/// Logs that a member reads a case that is not the member's own work; once within the burst window.
/// Errors: unauthenticated (too many: the session has ended and auditors know), and the engine's.
[[nodiscard]] asio::awaitable<Result<void>> log_reading(Services* services, const access::Member* member,
                                                        const storage::CaseRow* row);

/// Tells the auditors at once when one of the marks is a canary's. The reader learns nothing.
/// @param how  "canary-read" or "canary-reveal"
[[nodiscard]] asio::awaitable<Result<void>> watch_canaries(Services* services, const access::Member* member,
                                                           const storage::CaseRow* row,
                                                           std::vector<Hash32> marks, std::string how);

}  // namespace hotline::flow
