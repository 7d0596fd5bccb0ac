#pragma once

#include "server/flow/approvals.hpp"

namespace hotline::flow {

/// An approval that holds now.
struct Approved {
    storage::ApprovalRow row;
    std::string approver;  ///< username
};
/// The requester's approval, verified: the signature of a supervisor of the directory who is another person,
/// the leaf it names, officer, expiry.
/// Errors: not_found (none of the member's), wrong_state (refused or ended; `pending` is the caller's to ask
/// for), bad_signature.
[[nodiscard]] asio::awaitable<Result<Approved>> find_approved(Services* services,
                                                              const access::Member* member, RowId id);
/// Whether a supervisor has lifted the member's limit of reveals for now.
[[nodiscard]] asio::awaitable<Result<bool>> limit_is_lifted(Services* services, const access::Member* member);

}  // namespace hotline::flow
