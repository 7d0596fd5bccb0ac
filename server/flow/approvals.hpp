#pragma once

#include "server/flow/change.hpp"
#include "server/vault/approval.hpp"

#include <string>
#include <vector>

namespace hotline::flow {

inline constexpr std::chrono::hours kPendingLife{24};  ///< then a request lapses
inline constexpr std::chrono::hours kApprovedLife{4};  ///< how long the officer may open
inline constexpr std::chrono::hours kLiftLife{1};      ///< how long the limit of reveals stays lifted

/// What a second person is asked for.
struct AskRequest {
    std::optional<CaseId> case_id;  ///< none: to lift the limit of reveals
    std::string reference;          ///< of that case
    std::string unit;               ///< the unit that the member acts for
    std::vector<crypto::Compartment> compartments;
    std::string purpose;
    std::string note;  ///< 15..500 characters, as given
};

/// A request that waits for a supervisor.
struct Asked {
    RowId id;
    std::uint64_t leaf = 0;
};

/// An approval as one of those concerned may see it.
struct ApprovalView {
    storage::ApprovalRow row;
    std::string state;      ///< pending, approved, refused, ended
    std::string reference;  ///< empty when no case is asked for
    std::string requester, requester_name, approver;
    SecretBytes note;         ///< for supervisors; empty for the requester
    bool may_decide = false;  ///< whether this member may approve or refuse it
};

/// Stores a request with its leaf `reveal.asked` and tells the supervisors. The same open
/// request again gets the first answer.
/// Errors: step_up_needed, rate_limited (too many open ones), bad_key, and the engine's.
[[nodiscard]] asio::awaitable<Result<Asked>> ask_approval(Services* services, const access::Member* member,
                                                          AskRequest request);

/// The member's own requests, newest first, and for supervisors the open ones of others, oldest first.
[[nodiscard]] asio::awaitable<Result<std::vector<ApprovalView>>> list_approvals(Services* services,
                                                                                const access::Member* member);
/// Errors: not_found for no such request and for one that is not the member's to see, alike.
[[nodiscard]] asio::awaitable<Result<ApprovalView>> find_approval(Services* services,
                                                                  const access::Member* member, RowId id);

/// True when a member may decide on others' requests: a supervisor of the desk who holds their key.
[[nodiscard]] bool decides(const Services& services, const access::Member& member);
/// One person may have two accounts. The name they are known by is the only sign of it that the directory
/// has.
[[nodiscard]] bool same_person(const access::Member& member, const storage::UserRow& other);
/// The state that clients see: what has outlived its time has ended, also before the sweep comes by.
[[nodiscard]] storage::ApprovalState state_at(const storage::ApprovalRow& row, storage::Time now) noexcept;
/// Whether the leaf is the request's own and says the same purpose, case and compartments as the row, which a
/// hand in the database could change.
[[nodiscard]] bool matches_its_leaf(const storage::ApprovalRow& row, const storage::EventRow& asked);
/// Ends what is open on a case that moves or closes, inside that transaction: the re-wraps go.
[[nodiscard]] Result<void> end_approvals_on(storage::WriteTx& tx, const CaseId& case_id);
/// Ends what has outlived its time; called now and then.
void sweep_approvals(Services& services);

}  // namespace hotline::flow
