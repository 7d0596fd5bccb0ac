#include "server/flow/approve.hpp"

#include <algorithm>

namespace hotline::flow {
namespace {

using storage::ApprovalRow;
using storage::ApprovalState;

/// A request with what it must agree with, of one snapshot.
struct Request {
    ApprovalRow row;
    storage::EventRow asked;
    storage::UserRow requester;
    std::optional<storage::CaseRecord> record;
};

Result<Request> load_request(storage::ReadTx& tx, const RowId& id) {
    Result<ApprovalRow> row = tx.find_approval(id);
    if (!row) return row.error();
    Result<storage::EventRow> asked = leaf_at(tx, row->leaf);
    if (!asked) return asked.error();
    Result<storage::UserRow> requester = tx.find_user(row->requester);
    if (!requester) return requester.error();
    Request request{*std::move(row), *std::move(asked), *std::move(requester), {}};
    if (!request.row.case_id) return request;
    Result<storage::CaseRecord> record = tx.find_case(*request.row.case_id);
    if (!record) return record.error();
    request.record = *std::move(record);
    return request;
}

/// Whether the requester still belongs to the unit asked for, and the case to that unit or the desk.
bool may_still_see(const Services& services, const Request& request, const vault::MemberEntry& officer) {
    if (request.requester.state != storage::UserState::active) return false;
    if (!request.record) return true;
    const std::string& unit = request.row.unit;
    const bool by_desk = unit == services.desk() || unit == services.sealer->units().supervisors;
    return std::ranges::find(officer.units, unit) != officer.units.end() &&
           (by_desk || unit == request.record->row.unit);
}

Result<void> check_decision(const Services& services, const access::Member& member, const Request& request,
                            const SecondOpinion& opinion) {
    if (!decides(services, member) || same_person(member, request.requester))
        return fail(Errc::forbidden, "not a second person");
    if (!services.sessions->recently_proved(member)) return fail(Errc::step_up_needed, "proof too old");
    if (opinion.version && *opinion.version != request.row.version)
        return fail(Errc::conflict, std::to_string(request.row.version));
    if (state_at(request.row, services.clock->now()) != ApprovalState::pending)
        return fail(Errc::wrong_state, "decided already");
    if (!matches_its_leaf(request.row, request.asked))
        return fail(Errc::bad_signature, "the request is not what its leaf says");
    return {};
}

/// The data keys, wrapped for the officer alone.
asio::awaitable<Result<std::vector<storage::SealedPart>>> wraps_for(Services* services,
                                                                    const access::Member* member,
                                                                    const Request* request,
                                                                    const vault::MemberEntry* officer) {
    if (!request->record) co_return std::vector<storage::SealedPart>();
    Result<std::string> unit = person_unit(*services, *member, *request->record);
    if (!unit) co_return unit.error();
    Result<vault::UnitReader> reader = co_await reader_of(services, member, *std::move(unit));
    if (!reader) co_return reader.error();
    co_return reader->wrap_for_member(*request->record, request->row.compartments, officer->box_key);
}

Result<storage::EventDraft> decision_draft(const Services& services, const access::Member& member,
                                           const Request& request, std::string_view kind,
                                           std::string_view reason) {
    const std::string note = note_for_audit(services, reason);
    const std::string reference =
        request.record ? storage::format_reference(request.record->row.number) : std::string();
    audit::Act act;
    act.kind = kind;
    act.purpose = request.row.purpose;
    act.case_id = request.row.case_id;
    act.reference = reference;
    act.note = note;
    for (const crypto::Compartment compartment : request.row.compartments)
        act.compartments.emplace_back(audit::wire_name(compartment));
    return services.recorder->by_member(member, services.desk(), act);
}

/// Stores a decided request with its leaf and tells both sides.
asio::awaitable<Result<std::uint32_t>> store_decision(Services* services, ApprovalRow row,
                                                      storage::EventDraft draft, std::string news_name,
                                                      std::optional<Idempotency> idempotency) {
    const std::uint32_t version = row.version + 1;
    std::optional<storage::IdempotencyRow> remembered;
    if (idempotency)
        remembered =
            remember_answer(*idempotency, std::to_string(version), services->clock->now(), row.case_id);
    std::vector<Announcement> news{{std::move(news_name),
                                    CaseId{row.id.bytes},
                                    {services->sealer->units().supervisors},
                                    {row.requester},
                                    false}};
    Result<storage::Commit> stored = co_await commit(
        services,
        [row = std::move(row), draft = std::move(draft),
         remembered = std::move(remembered)](storage::WriteTx& tx) -> Result<void> {
            if (remembered)
                if (Result<void> put = tx.put_idempotency(*remembered); !put) return put;
            if (Result<void> updated = tx.update_approval(row); !updated) return updated;
            return tx.append_event(draft);
        },
        std::move(news));
    if (!stored) co_return stored.error();
    co_return version;
}

/// The answer that the same request got before. Errors: not_found when it is new.
asio::awaitable<Result<std::uint32_t>> decided_before(Services* services, const SecondOpinion* opinion) {
    if (!opinion->idempotency) co_return fail(Errc::not_found, "no key");
    Result<Replayed> again = co_await replay(services, &*opinion->idempotency);
    if (!again) co_return again.error();
    co_return static_cast<std::uint32_t>(std::stoul(std::string(again->answer.expose_text())));
}

/// The request that a decision is about, or the version that the same decision led to before.
/// Errors: not_found, and those of check_decision.
asio::awaitable<Result<std::variant<std::uint32_t, Request>>> open_request(Services* services,
                                                                           const access::Member* member,
                                                                           RowId id,
                                                                           const SecondOpinion* opinion) {
    Result<std::uint32_t> again = co_await decided_before(services, opinion);
    if (again) co_return *again;
    if (again.error().code != Errc::not_found) co_return again.error();
    Result<Request> request =
        co_await ops::read(services->engine, [id](storage::ReadTx& tx) { return load_request(tx, id); });
    if (!request) co_return request.error();
    if (Result<void> may = check_decision(*services, *member, *request, *opinion); !may)
        co_return may.error();
    co_return *std::move(request);
}

}  // namespace

asio::awaitable<Result<std::uint32_t>> approve(Services* services, const access::Member* member, RowId id,
                                               SecondOpinion opinion) {
    if (Result<void> may = may_open(*services); !may) co_return may.error();
    auto open = co_await open_request(services, member, id, &opinion);
    if (!open) co_return open.error();
    if (const auto* version = std::get_if<std::uint32_t>(&*open)) co_return *version;
    Request& request = std::get<Request>(*open);
    Result<vault::MemberEntry> officer = vault::verify_member(request.requester, services->root);
    if (!officer) co_return officer.error();
    if (!may_still_see(*services, request, *officer))
        co_return fail(Errc::wrong_state, "the case is not the requester's any more");
    Result<std::vector<storage::SealedPart>> wraps =
        co_await wraps_for(services, member, &request, &*officer);
    if (!wraps) co_return wraps.error();
    Result<vault::UserKeys> keys = member->open_keys();
    if (!keys) co_return keys.error();

    ApprovalRow row = request.row;
    row.state = ApprovalState::approved;
    row.approver = member->id();
    row.expires_at = services->clock->now() + (row.case_id ? kApprovedLife : kLiftLife);
    row.wraps = *std::move(wraps);
    row.signature = vault::sign_approval(*keys, vault::terms_of(row));
    Result<storage::EventDraft> draft = decision_draft(*services, *member, request, "reveal.approved", {});
    if (!draft) co_return draft.error();
    co_return co_await store_decision(services, std::move(row), *std::move(draft), "approval.approved",
                                      std::move(opinion.idempotency));
}

asio::awaitable<Result<std::uint32_t>> refuse_approval(Services* services, const access::Member* member,
                                                       RowId id, SecondOpinion opinion) {
    auto open = co_await open_request(services, member, id, &opinion);
    if (!open) co_return open.error();
    if (const auto* version = std::get_if<std::uint32_t>(&*open)) co_return *version;
    Request& request = std::get<Request>(*open);
    ApprovalRow row = request.row;
    row.state = ApprovalState::refused;
    row.approver = member->id();
    Result<storage::EventDraft> draft =
        decision_draft(*services, *member, request, "reveal.refused", opinion.reason);
    if (!draft) co_return draft.error();
    co_return co_await store_decision(services, std::move(row), *std::move(draft), "approval.refused",
                                      std::move(opinion.idempotency));
}

}  // namespace hotline::flow
