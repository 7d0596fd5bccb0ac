#pragma once

#include "server/flow/receive.hpp"

namespace hotline::flow {

/// A canary as its auditors know it.
struct Canary {
    CaseId case_id;
    std::string reference;
    std::string by;  ///< username of the auditor who made it
    storage::Time at{};
};

/// Records an invented complaint that alerts the auditors when anybody reads or reveals it. To everybody else
/// it is a complaint from the public page: same row, same leaf, same notice (DESIGN.md, "Canaries").
/// Errors: as receive.
[[nodiscard]] asio::awaitable<Result<Received>> create_canary(Services* services,
                                                              const access::Member* auditor,
                                                              Complaint complaint,
                                                              std::optional<Idempotency> idempotency);

/// All canaries, opened with the audit unit's key. Errors: audit_unavailable, forbidden, bad_key, the
/// engine's.
[[nodiscard]] asio::awaitable<Result<std::vector<Canary>>> list_canaries(Services* services,
                                                                         const access::Member* auditor);

}  // namespace hotline::flow
