#include "server/flow/approvals.hpp"

#include "server/ops/log.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace hotline::flow {
namespace {

using storage::ApprovalRow;
using storage::ApprovalState;

constexpr std::uint32_t kListed = 100;
constexpr std::size_t kOpenOnes = 20;  // requests of one member that wait at the same time

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
        if (state_at(each, now) != ApprovalState::pending) continue;
        ++open;
        if (each.case_id == row.case_id && each.compartments == row.compartments &&
            each.purpose == row.purpose)
            return std::optional(Asked{each.id, each.leaf});
    }
    if (open >= kOpenOnes) return fail(Errc::rate_limited, "too many requests wait for approval");
    return std::optional<Asked>();
}

}  // namespace

bool decides(const Services& services, const access::Member& member) {
    return member.has(access::Role::supervisor) && member.is_in(services.sealer->units().supervisors);
}

bool same_person(const access::Member& member, const storage::UserRow& other) {
    return member.id() == other.id || member.display_name() == other.display_name;
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
