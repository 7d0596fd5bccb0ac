#include "server/flow/approvals.hpp"

#include "server/ops/log.hpp"

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>

namespace hotline::flow {
namespace {

using storage::ApprovalRow;
using storage::ApprovalState;

constexpr std::uint32_t kListed = 100;
constexpr std::size_t kOpenOnes = 20;  // requests of one member that wait at the same time

bool is_open(const ApprovalRow& row, storage::Time now) {
    return state_at(row, now) == ApprovalState::pending;
}

ApprovalRow row_of(Services& services, const access::Member& member, const AskRequest& request,
                   const vault::KeyDirectory::UnitKey& supervisors) {
    ApprovalRow row;
    row.id = random_fixed<RowId>();
    row.case_id = request.case_id;
    row.requester = member.id();
    row.unit = request.unit;
    row.purpose = request.purpose;
    row.compartments = request.compartments;
    std::ranges::sort(row.compartments);
    vault::SealedNote note = vault::seal_approval_note(*services.sealer, supervisors, row.id,
                                                       note_for_audit(services, request.note));
    row.note_wrap = std::move(note.wrap);
    row.note_envelope = std::move(note.envelope);
    row.asked_at = services.clock->now();
    row.expires_at = row.asked_at + kPendingLife;
    return row;
}

Result<storage::EventDraft> draft_of(const Services& services, const access::Member& member,
                                     const AskRequest& request, const ApprovalRow& row) {
    const std::string note = note_for_audit(services, request.note);
    audit::Act act;
    act.kind = "reveal.asked";
    act.purpose = request.purpose;
    act.case_id = request.case_id;
    act.reference = request.reference;
    act.note = note;
    for (const crypto::Compartment compartment : row.compartments)
        act.compartments.emplace_back(audit::wire_name(compartment));
    return services.recorder->by_member(member, request.unit, act);
}

/// The same request that waits already, if any. Errors: rate_limited when too many wait.
Result<std::optional<Asked>> waiting_already(const std::vector<ApprovalRow>& own, const ApprovalRow& row,
                                             storage::Time now) {
    std::size_t open = 0;
    for (const ApprovalRow& each : own) {
        if (!is_open(each, now)) continue;
        ++open;
        if (each.case_id == row.case_id && each.compartments == row.compartments &&
            each.purpose == row.purpose)
            return std::optional(Asked{each.id, each.leaf});
    }
    if (open >= kOpenOnes) return fail(Errc::rate_limited, "too many requests wait for approval");
    return std::optional<Asked>();
}

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
        std::optional<vault::WorkPermit> permit;
        std::optional<crypto::WrapOpener> key;
        if (decides(*services_, *member_)) {
            Result<vault::WorkPermit> granted = member_->work_permit(supervisors);
            Result<crypto::WrapOpener> opened = co_await open_unit(services_, member_, supervisors);
            if (!granted || !opened) co_return granted ? opened.error() : granted.error();
            permit = *std::move(granted);
            key = *std::move(opened);
        }
        std::vector<ApprovalView> made;
        for (ApprovalRow& row : related_.rows) {
            ApprovalView view = view_of(row);
            if (key) view.note = note_of(*permit, *key, row);
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

bool decides(const Services& services, const access::Member& member) {
    return member.has(access::Role::supervisor) && member.is_in(services.sealer->units().supervisors);
}

ApprovalState state_at(const ApprovalRow& row, storage::Time now) noexcept {
    const bool lives = row.state == ApprovalState::pending || row.state == ApprovalState::approved;
    return lives && now >= row.expires_at ? ApprovalState::ended : row.state;
}

bool matches_its_leaf(const ApprovalRow& row, const storage::EventRow& asked) {
    const storage::EventDraft& details = asked.details;
    if (asked.index != row.leaf || details.kind != "reveal.asked" || details.purpose != row.purpose ||
        details.actor != row.requester || details.case_id != row.case_id)
        return false;
    // the text below is only worth something when the leaf commits to it
    if (asked.leaf != storage::format_leaf(asked.index, asked.at, details)) return false;
    const nlohmann::json shown = nlohmann::json::parse(details.shown_json, nullptr, false);
    if (!shown.is_object()) return false;
    std::vector<std::string> names;
    for (const crypto::Compartment compartment : row.compartments)
        names.emplace_back(audit::wire_name(compartment));
    const std::string case_id = row.case_id ? to_hex(row.case_id->view()) : std::string();
    return shown.value("compartments", std::vector<std::string>()) == names &&
           shown.value("case", "") == case_id && shown.value("unit", "") == row.unit;
}

asio::awaitable<Result<Asked>> ask_approval(Services* services, const access::Member* member,
                                            AskRequest request) {
    if (!services->sessions->recently_proved(*member)) co_return fail(Errc::step_up_needed, "proof too old");
    const std::string& unit = services->sealer->units().supervisors;
    const std::shared_ptr<const vault::KeyDirectory> directory = services->sealer->directory();
    const vault::KeyDirectory::UnitKey* supervisors = directory->primary(unit);
    if (supervisors == nullptr) co_return fail(Errc::bad_key, "the supervisors have no valid key");
    const ApprovalRow row = row_of(*services, *member, request, *supervisors);
    Result<std::vector<ApprovalRow>> own = co_await ops::read(
        services->engine,
        [user = member->id()](storage::ReadTx& tx) { return tx.approvals_of(user, kListed); });
    if (!own) co_return own.error();
    Result<std::optional<Asked>> waiting = waiting_already(*own, row, row.asked_at);
    if (!waiting) co_return waiting.error();
    if (*waiting) co_return **waiting;

    Result<storage::EventDraft> draft = draft_of(*services, *member, request, row);
    if (!draft) co_return draft.error();
    std::vector<Announcement> news{{"approval.asked", CaseId{row.id.bytes}, {unit}, {member->id()}, false}};
    Result<storage::Commit> stored = co_await commit(
        services,
        [row, draft = *std::move(draft)](storage::WriteTx& tx) -> Result<void> {
            if (Result<void> added = tx.append_event(draft); !added) return added;
            return tx.add_approval(row);
        },
        std::move(news));
    if (!stored) co_return stored.error();
    co_return Asked{row.id, stored->leaves.front()};
}

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
            if (all && row.requester != user && is_open(row, now)) related.rows.push_back(std::move(row));
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

Result<void> end_approvals_on(storage::WriteTx& tx, const CaseId& case_id) {
    Result<std::vector<ApprovalRow>> open = tx.approvals_on(case_id);
    if (!open) return open.error();
    for (ApprovalRow& row : *open) {
        row.state = ApprovalState::ended;
        row.wraps.clear();
        if (Result<void> ended = tx.update_approval(row); !ended) return ended;
    }
    return {};
}

void sweep_approvals(Services& services) {
    services.engine->write(
        [now = services.clock->now()](storage::WriteTx& tx) -> Result<void> {
            for (const ApprovalState state : {ApprovalState::pending, ApprovalState::approved}) {
                Result<std::vector<ApprovalRow>> rows = tx.approvals_in(state, 1000);
                if (!rows) return rows.error();
                for (ApprovalRow& row : *rows) {
                    if (now < row.expires_at) continue;
                    row.state = ApprovalState::ended;
                    row.wraps.clear();
                    if (Result<void> ended = tx.update_approval(row); !ended) return ended;
                }
            }
            return {};
        },
        [](const Result<storage::Commit>& done) {
            if (!done)
                ops::log_event(ops::LogLevel::error, "approvals.not_swept",
                               {{"errc", name_of(done.error().code)}});
        });
}

}  // namespace hotline::flow
