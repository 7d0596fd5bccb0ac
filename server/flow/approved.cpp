#include "server/flow/approved.hpp"

#include "server/ops/log.hpp"

#include <algorithm>

namespace hotline::flow {

using storage::ApprovalRow;
using storage::ApprovalState;

namespace {

bool lists(const std::vector<std::string>& words, std::string_view word) {
    return std::ranges::find(words, word) != words.end();
}

/// Whether the directory knows the approver as a supervisor, another person than the officer, and the
/// signature is theirs.
Result<std::string> verify_approver(const Services& services, const access::Member& member,
                                    const ApprovalRow& row, const storage::UserRow& approver) {
    Result<vault::MemberEntry> entry = vault::verify_member(approver, services.root);
    if (!entry) return entry.error();
    const bool supervisor = lists(entry->roles, access::wire_name(access::Role::supervisor)) &&
                            lists(entry->units, services.sealer->units().supervisors);
    if (!supervisor || same_person(member, approver))
        return fail(Errc::bad_signature, "not approved by a second person");
    if (!vault::verify_approval(entry->sign_key, vault::terms_of(row), row.signature))
        return fail(Errc::bad_signature, "an approval that its approver did not sign");
    return entry->username;
}

/// A member's approved request with the approver and the leaf, of one snapshot.
struct Stored {
    ApprovalRow row;
    storage::EventRow asked;
    std::optional<storage::UserRow> approver;
};

Result<Stored> load_stored(storage::ReadTx& tx, const RowId& id) {
    Result<ApprovalRow> row = tx.find_approval(id);
    if (!row) return row.error();
    Result<storage::EventRow> asked = leaf_at(tx, row->leaf);
    if (!asked) return asked.error();
    Stored stored{*std::move(row), *std::move(asked), {}};
    if (stored.row.state != ApprovalState::approved) return stored;
    Result<storage::UserRow> approver = tx.find_user(stored.row.approver);
    if (!approver && approver.error().code == Errc::not_found)
        return fail(Errc::bad_signature, "approved by nobody known");
    if (!approver) return approver.error();
    stored.approver = *std::move(approver);
    return stored;
}

}  // namespace

asio::awaitable<Result<Approved>> find_approved(Services* services, const access::Member* member, RowId id) {
    Result<Stored> stored =
        co_await ops::read(services->engine, [id](storage::ReadTx& tx) { return load_stored(tx, id); });
    if (!stored) co_return stored.error();
    if (stored->row.requester != member->id()) co_return fail(Errc::not_found, "another member's request");
    const ApprovalState state = state_at(stored->row, services->clock->now());
    if (state == ApprovalState::pending) co_return Approved{std::move(stored->row), {}};
    if (state != ApprovalState::approved) co_return fail(Errc::wrong_state, "the approval has ended");
    if (!matches_its_leaf(stored->row, stored->asked))
        co_return fail(Errc::bad_signature, "the approval is not what its leaf says");
    Result<std::string> approver = verify_approver(*services, *member, stored->row, *stored->approver);
    if (!approver) co_return approver.error();
    co_return Approved{std::move(stored->row), *std::move(approver)};
}

asio::awaitable<Result<bool>> limit_is_lifted(Services* services, const access::Member* member) {
    constexpr std::uint32_t kLookedAt = 100;
    Result<std::vector<ApprovalRow>> own = co_await ops::read(
        services->engine,
        [user = member->id()](storage::ReadTx& tx) { return tx.approvals_of(user, kLookedAt); });
    if (!own) co_return own.error();
    for (const ApprovalRow& row : *own) {
        if (row.case_id || state_at(row, services->clock->now()) != ApprovalState::approved) continue;
        Result<Approved> approved = co_await find_approved(services, member, row.id);
        if (approved) co_return true;
        ops::log_event(ops::LogLevel::error, "approval.refused_at_use",
                       {{"errc", name_of(approved.error().code)}});
    }
    co_return false;
}

}  // namespace hotline::flow
