#include "server/flow/approvals.hpp"

#include <map>

namespace hotline::flow {
namespace {

using storage::ApprovalRow;
using storage::ApprovalState;

constexpr std::uint32_t kListed = 100;

/// The rows that a list or one view needs, of one snapshot.
struct Related {
    std::vector<ApprovalRow> rows;
    std::map<UserId, storage::UserRow> users;
    std::map<CaseId, std::string> references;
};

Result<void> add_user(storage::ReadTx& tx, const UserId& id, Related& into) {
    if (id == UserId{} || into.users.contains(id)) return {};
    Result<storage::UserRow> user = tx.find_user(id);
    if (!user && user.error().code != Errc::not_found) return user.error();
    if (user) into.users.emplace(id, *std::move(user));
    return {};
}

Result<void> add_related(storage::ReadTx& tx, Related& into) {
    for (const ApprovalRow& row : into.rows) {
        for (const UserId& id : {row.requester, row.approver})
            if (Result<void> added = add_user(tx, id, into); !added) return added;
        if (!row.case_id || into.references.contains(*row.case_id)) continue;
        Result<storage::CaseRecord> record = tx.find_case(*row.case_id);
        if (!record) return record.error();
        into.references.emplace(*row.case_id, storage::format_reference(record->row.number));
    }
    return {};
}

std::string username_of(const Related& related, const UserId& id) {
    const auto found = related.users.find(id);
    return found == related.users.end() ? std::string() : found->second.username;
}

/// Makes views; with the supervisors' key it opens the notes.
class Viewer {
public:
    Viewer(Services* services, const access::Member* member, Related related)
        : services_(services), member_(member), related_(std::move(related)) {}

    asio::awaitable<Result<std::vector<ApprovalView>>> views() {
        const std::string& supervisors = services_->sealer->units().supervisors;
        std::optional<UnitAccess> access;
        if (decides(*services_, *member_)) {
            Result<UnitAccess> entered = co_await enter_unit(services_, member_, supervisors);
            if (!entered) co_return entered.error();
            access = *std::move(entered);
        }
        std::vector<ApprovalView> made;
        for (ApprovalRow& row : related_.rows) {
            ApprovalView view = view_of(row);
            if (access) view.note = note_of(access->permit, access->key, row);
            view.row = std::move(row);
            made.push_back(std::move(view));
        }
        co_return made;
    }

private:
    ApprovalView view_of(const ApprovalRow& row) const {
        ApprovalView view;
        const ApprovalState state = state_at(row, services_->clock->now());
        view.state = storage::wire_name(state);
        if (row.case_id) view.reference = related_.references.at(*row.case_id);
        view.requester = username_of(related_, row.requester);
        if (const auto user = related_.users.find(row.requester); user != related_.users.end())
            view.requester_name = user->second.display_name;
        view.approver = username_of(related_, row.approver);
        view.may_decide = state == ApprovalState::pending && row.requester != member_->id() &&
                          decides(*services_, *member_);
        return view;
    }
    /// A note under a key of before a rotation is left out: the request itself stays readable.
    static SecretBytes note_of(const vault::WorkPermit& permit, crypto::WrapOpener& key,
                               const ApprovalRow& row) {
        Result<SecretBytes> note = vault::open_approval_note(permit, key, row);
        return note ? *std::move(note) : SecretBytes{};
    }

    Services* services_;
    const access::Member* member_;
    Related related_;
};

}  // namespace

asio::awaitable<Result<std::vector<ApprovalView>>> list_approvals(Services* services,
                                                                  const access::Member* member) {
    auto find = [user = member->id(), all = decides(*services, *member),
                 now = services->clock->now()](storage::ReadTx& tx) -> Result<Related> {
        Related related;
        Result<std::vector<ApprovalRow>> own = tx.approvals_of(user, kListed);
        if (!own) return own.error();
        related.rows = *std::move(own);
        Result<std::vector<ApprovalRow>> open = tx.approvals_in(ApprovalState::pending, kListed);
        if (!open) return open.error();
        for (ApprovalRow& row : *open)
            if (all && row.requester != user && state_at(row, now) == ApprovalState::pending)
                related.rows.push_back(std::move(row));
        if (Result<void> added = add_related(tx, related); !added) return added.error();
        return related;
    };
    Result<Related> related = co_await ops::read(services->engine, std::move(find));
    if (!related) co_return related.error();
    Viewer viewer(services, member, *std::move(related));
    co_return co_await viewer.views();
}

asio::awaitable<Result<ApprovalView>> find_approval(Services* services, const access::Member* member,
                                                    RowId id) {
    auto find = [id, user = member->id(),
                 all = decides(*services, *member)](storage::ReadTx& tx) -> Result<Related> {
        Result<ApprovalRow> row = tx.find_approval(id);
        if (!row) return row.error();
        if (row->requester != user && !all) return fail(Errc::not_found, "not the caller's to see");
        Related related;
        related.rows.push_back(*std::move(row));
        if (Result<void> added = add_related(tx, related); !added) return added.error();
        return related;
    };
    Result<Related> related = co_await ops::read(services->engine, std::move(find));
    if (!related) co_return related.error();
    Viewer viewer(services, member, *std::move(related));
    Result<std::vector<ApprovalView>> views = co_await viewer.views();
    if (!views) co_return views.error();
    co_return std::move(views->front());
}

}  // namespace hotline::flow
