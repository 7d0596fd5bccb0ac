#include "server/flow/reveal.hpp"

#include "server/access/openings.hpp"
#include "server/flow/alerts.hpp"
#include "server/flow/approved.hpp"
#include "server/flow/looks.hpp"
#include "server/vault/readers.hpp"

#include <algorithm>

namespace hotline::flow {
namespace {

using crypto::Compartment;

/// The key that opens, and on whose word.
struct Opening {
    std::string unit;
    crypto::WrapOpener key;
    std::string approver{};  ///< username; empty where one person is enough
};

bool is_desk(const Services& services, std::string_view unit) {
    return unit == services.desk() || unit == services.sealer->units().supervisors;
}

access::Condition condition_of(const Services& services, const storage::CaseRecord& record,
                               Compartment compartment, std::string_view unit) {
    const bool confidential = record.row.flags.confidential || kept_by_supervisors(services, record);
    return access::Openings::built_in().of(compartment, confidential,
                                           is_desk(services, unit) ? access::Side::desk : access::Side::unit);
}

bool has_part(const storage::CaseRecord& record, Compartment compartment) {
    return record.dossier.find_envelope(compartment, storage::place::kText) != nullptr;
}

Result<storage::EventDraft> draft_for(const Services& services, const access::Member& member,
                                      const storage::CaseRow& row, const RevealRequest& request,
                                      const Opening& opening, std::string_view kind) {
    const std::string reference = storage::format_reference(row.number);
    const std::string note = note_for_audit(services, request.note);
    audit::Act act;
    act.kind = kind;
    act.purpose = request.purpose;
    act.case_id = row.id;
    act.reference = reference;
    act.note = note;
    act.approver = opening.approver;
    if (!is_own_work(member, row)) act.detail = access::kUnassigned;
    for (const Compartment compartment : request.compartments)
        act.compartments.emplace_back(audit::wire_name(compartment));
    return services.recorder->by_member(member, opening.unit, act);
}

/// What cannot be opened is refused before anything is logged as a look.
Result<void> check_keys(const storage::CaseRecord& record, const crypto::Kid& unit,
                        const RevealRequest& request) {
    for (const Compartment compartment : request.compartments) {
        if (!has_part(record, compartment)) continue;
        if (record.dossier.find_wrap(compartment, unit) == nullptr)
            return fail(Errc::forbidden, "this unit holds no key of the compartment");
    }
    return {};
}

/// The leaf first: a permit exists only once its event is on disk, and the event only within the limits.
asio::awaitable<Result<vault::RevealPermit>> request_permit(Services* services, const access::Member* member,
                                                            storage::EventDraft draft,
                                                            std::vector<Compartment> compartments) {
    for (bool lifted = false;; lifted = true) {
        auto outcome = std::make_shared<LookOutcome>();
        Result<vault::RevealPermit> permit = co_await ops::completion<vault::RevealPermit>(
            [log = services->log, draft, compartments,
             also = count_reveal(*services, *member, lifted, outcome)](
                ops::Done<vault::RevealPermit> done) mutable {
                log->request_reveal(std::move(draft), std::move(compartments), std::move(also),
                                    std::move(done));
            });
        if (permit || permit.error().code != Errc::reveal_limit) co_return permit;
        if (outcome->burst) {
            Result<void> ended = co_await end_burst(services, member, "burst-reveals");
            co_return ended.error();
        }
        if (lifted) co_return permit;
        Result<bool> may = co_await limit_is_lifted(services, member);
        if (!may) co_return may.error();
        if (!*may) co_return permit;
    }
}

/// Notes that the answer left; the look itself was logged before it happened, so nobody waits for this.
void note_delivery(Services& services, Result<storage::EventDraft> draft) {
    if (!draft) return;
    services.engine->write(
        [event = *std::move(draft)](storage::WriteTx& tx) { return tx.append_event(event); },
        [](Result<storage::Commit>) {});
}

AskRequest question(const storage::CaseRow& row, const RevealRequest& request, std::string unit) {
    return {row.id,          storage::format_reference(row.number),
            std::move(unit), request.compartments,
            request.purpose, request.note};
}

/// Opens by the member's unit key, or says that somebody must be asked.
asio::awaitable<Result<std::variant<Opening, Asked>>> open_alone(Services* services,
                                                                 const access::Member* member,
                                                                 const storage::CaseRecord* record,
                                                                 const RevealRequest* request) {
    Result<std::string> unit = person_unit(*services, *member, *record);
    if (!unit) co_return unit.error();
    if (is_withheld(*services, *record, request->compartments, *unit))
        co_return fail(Errc::forbidden, "the reporter keeps the contact from the unit");
    if (needs_second_person(*services, *record, request->compartments, *unit)) {
        Result<Asked> asked = co_await ask_approval(services, member, question(record->row, *request, *unit));
        if (!asked) co_return asked.error();
        co_return *asked;
    }
    Result<crypto::WrapOpener> key = co_await open_unit(services, member, *unit);
    if (!key) co_return key.error();
    if (Result<void> held = check_keys(*record, key->kid(), *request); !held) co_return held.error();
    co_return Opening{*std::move(unit), *std::move(key)};
}

/// Fills in what was approved. Errors: bad_input when the caller asks for something else.
Result<void> take_over(const storage::ApprovalRow& row, RevealRequest& request) {
    std::ranges::sort(request.compartments);
    const bool same = (request.compartments.empty() || request.compartments == row.compartments) &&
                      (request.purpose.empty() || request.purpose == row.purpose);
    if (!same) return fail(Errc::bad_input, "not what was approved");
    request.compartments = row.compartments;
    request.purpose = row.purpose;
    return {};
}

/// Opens by the wraps that a supervisor made for this member's own key; they join the case for this request.
asio::awaitable<Result<std::variant<Opening, Asked>>> open_approved(Services* services,
                                                                    const access::Member* member,
                                                                    storage::CaseRecord* record,
                                                                    RevealRequest* request) {
    Result<Approved> approved = co_await find_approved(services, member, *request->approval);
    if (!approved) co_return approved.error();
    if (approved->row.case_id != record->row.id) co_return fail(Errc::not_found, "approved for another case");
    if (approved->approver.empty()) co_return Asked{approved->row.id, approved->row.leaf};
    if (Result<void> same = take_over(approved->row, *request); !same) co_return same.error();
    Result<crypto::BoxKeyPair> own = member->open_box_keys();
    if (!own) co_return own.error();
    crypto::WrapOpener key = vault::own_opener(*std::move(own));
    for (storage::SealedPart& wrap : approved->row.wraps) record->dossier.parts.push_back(std::move(wrap));
    if (Result<void> held = check_keys(*record, key.kid(), *request); !held) co_return held.error();
    co_return Opening{approved->row.unit, std::move(key), std::move(approved->approver)};
}

Result<Revealed> open_parts(vault::PersonReader& reader, const storage::CaseRecord& record,
                            const RevealRequest& request, storage::Time now) {
    Revealed revealed{reader.leaf(), reader.expires_at(), {}};
    for (const Compartment compartment : request.compartments) {
        if (!has_part(record, compartment)) continue;
        Result<SecretBytes> part = reader.open(record, compartment, now);
        if (!part) return part.error();
        revealed.parts.emplace_back(compartment, *std::move(part));
    }
    return revealed;
}

}  // namespace

const std::vector<std::string>& reveal_purposes() {
    static const std::vector<std::string> purposes{"contact-citizen", "verify-on-site", "return-result",
                                                   "legal-duty", "data-subject-request"};
    return purposes;
}

bool is_withheld(const Services& services, const storage::CaseRecord& record,
                 const std::vector<Compartment>& compartments, std::string_view unit) {
    return std::ranges::any_of(compartments, [&](Compartment compartment) {
        const access::Condition condition = condition_of(services, record, compartment, unit);
        return has_part(record, compartment) &&
               (!condition.possible || (condition.consent && !record.row.flags.contact_by_unit));
    });
}

bool needs_second_person(const Services& services, const storage::CaseRecord& record,
                         const std::vector<Compartment>& compartments, std::string_view unit) {
    return std::ranges::any_of(compartments, [&](Compartment compartment) {
        return has_part(record, compartment) &&
               condition_of(services, record, compartment, unit).second_person;
    });
}

asio::awaitable<Result<std::variant<Revealed, Asked>>> reveal(Services* services,
                                                              const access::Member* member,
                                                              std::string case_name, RevealRequest request) {
    if (Result<void> may = may_open(*services); !may) co_return may.error();
    Result<storage::CaseRecord> record = co_await find_case_for(services, member, std::move(case_name));
    if (!record) co_return record.error();
    if (!services->sessions->recently_proved(*member)) co_return fail(Errc::step_up_needed, "proof too old");
    Result<std::variant<Opening, Asked>> way =
        request.approval ? co_await open_approved(services, member, &*record, &request)
                         : co_await open_alone(services, member, &*record, &request);
    if (!way) co_return way.error();
    if (const Asked* asked = std::get_if<Asked>(&*way)) co_return *asked;
    Opening& opening = std::get<Opening>(*way);

    Result<storage::EventDraft> draft =
        draft_for(*services, *member, record->row, request, opening, "reveal.requested");
    if (!draft) co_return draft.error();
    Result<vault::RevealPermit> permit =
        co_await request_permit(services, member, *std::move(draft), request.compartments);
    if (!permit) co_return permit.error();

    vault::PersonReader reader(*std::move(permit), std::move(opening.key));
    Result<Revealed> revealed = open_parts(reader, *record, request, services->clock->now());
    if (!revealed) co_return revealed.error();
    Result<void> watched =
        co_await watch_canaries(services, member, &record->row, reader.canary_marks(), "canary-reveal");
    if (!watched) co_return watched.error();
    note_delivery(*services,
                  draft_for(*services, *member, record->row, request, opening, "reveal.delivered"));
    co_return *std::move(revealed);
}

}  // namespace hotline::flow
