#pragma once

#include "server/flow/people.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace hotline::flow {

/// An act on an account before it becomes a leaf.
struct AccountAct {
    std::string_view kind;  ///< "user.*", "grant.*", "session.*"
    std::string unit;       ///< the unit the member acts for, or empty
    std::string detail;     ///< machine words: whom it concerns, and how he stands after it
};

/// The detail of a leaf that tells its readers how an account stands: id and state. What binds the account is
/// `b` of that leaf (storage/DESIGN.md).
[[nodiscard]] std::string standing_of(const storage::UserRow& row);
/// The detail of a leaf that only names an account.
[[nodiscard]] std::string naming(const UserId& user);

/// Errors: step_up_needed when the caller has not proved who he is within the last minutes.
[[nodiscard]] Result<void> ask_for_proof(const Services& services, const access::Member& member);

/// Stores a change with its leaf and, for a request with an Idempotency-Key, the answer, in one transaction.
/// @return the answer. Errors: those of `work` and of Engine::write.
[[nodiscard]] asio::awaitable<Result<SecretBytes>> store_account_change(
    Services* services, storage::EventDraft leaf, storage::Engine::WriteWork work, SecretBytes answer,
    const std::optional<Idempotency>* idempotency);

/// The leaf of a member's act. Errors: bad_key (no audit key).
[[nodiscard]] Result<storage::EventDraft> leaf_of(const Services& services, const access::Member& member,
                                                  const AccountAct& act);
/// The leaf of somebody who acts on his own account without a session. Errors: as leaf_of.
[[nodiscard]] Result<storage::EventDraft> leaf_of(const Services& services, const storage::UserRow& user,
                                                  const AccountAct& act);

/// Stores what a member changes of his own account, with its leaf; other sessions may have ended with it, so
/// none is answered from memory. Errors: those of `work` and of Engine::write.
[[nodiscard]] asio::awaitable<Result<void>> store_own_change(Services* services, const access::Member* member,
                                                             AccountAct act, storage::Engine::WriteWork work);

/// The first answer to a repeated request. Errors: not_found when the key is new or none was sent,
/// idempotency_reuse.
[[nodiscard]] asio::awaitable<Result<SecretBytes>> first_answer(
    Services* services, const std::optional<Idempotency>* idempotency);

}  // namespace hotline::flow
