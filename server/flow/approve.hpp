#pragma once

#include "server/flow/approvals.hpp"

namespace hotline::flow {

/// What a supervisor decides with.
struct SecondOpinion {
    std::optional<std::uint32_t> version;  ///< of the request that the supervisor saw
    std::string reason;                    ///< of a refusal; goes redacted to the sealed details of the leaf
    std::optional<Idempotency> idempotency;
};

/// A supervisor allows what another member asked for: signs it, wraps the data keys for the officer's own key
/// until it expires, and writes the leaf, in one transaction. Recalls no copy that was made meanwhile.
/// @return the approval's new version
/// Errors: not_found, forbidden (not a supervisor, or the same person), step_up_needed, wrong_state,
/// conflict, bad_signature (the request is not what its leaf says), bad_key, audit_unavailable, and the
/// engine's.
[[nodiscard]] asio::awaitable<Result<std::uint32_t>> approve(Services* services, const access::Member* member,
                                                             RowId id, SecondOpinion opinion);
/// A supervisor refuses. Errors as approve.
[[nodiscard]] asio::awaitable<Result<std::uint32_t>> refuse_approval(Services* services,
                                                                     const access::Member* member, RowId id,
                                                                     SecondOpinion opinion);

}  // namespace hotline::flow
