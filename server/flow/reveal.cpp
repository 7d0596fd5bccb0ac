#include "server/flow/reveal.hpp"

#include "server/vault/readers.hpp"

#include <algorithm>

namespace hotline::flow {
namespace {

/// The leaf first: a permit exists only once its event is on disk.
asio::awaitable<Result<vault::RevealPermit>> request_permit(Services* services, storage::EventDraft draft,
                                                            std::vector<crypto::Compartment> compartments) {
    co_return co_await ops::completion<vault::RevealPermit>(
        [log = services->log, draft = std::move(draft),
         compartments = std::move(compartments)](ops::Done<vault::RevealPermit> done) mutable {
            log->request_reveal(std::move(draft), std::move(compartments), {}, std::move(done));
        });
}

Result<storage::EventDraft> draft_for(const Services& services, const access::Member& member,
                                      const storage::CaseRow& row, const RevealRequest& request,
                                      const std::string& unit, std::string_view kind) {
    const std::string reference = storage::format_reference(row.number);
    const std::string note = note_for_audit(services, request.note);
    audit::Act act;
    act.kind = kind;
    act.purpose = request.purpose;
    act.case_id = row.id;
    act.reference = reference;
    act.note = note;
    for (const crypto::Compartment compartment : request.compartments)
        act.compartments.emplace_back(audit::wire_name(compartment));
    return services.recorder->by_member(member, unit, act);
}

/// What cannot be opened is refused before anything is logged as a look.
Result<void> check_keys(const storage::CaseRecord& record, const crypto::Kid& unit,
                        const RevealRequest& request) {
    for (const crypto::Compartment compartment : request.compartments) {
        if (record.dossier.find_envelope(compartment, storage::place::kText) == nullptr) continue;
        if (record.dossier.find_wrap(compartment, unit) == nullptr)
            return fail(Errc::forbidden, "this unit holds no key of the compartment");
    }
    return {};
}

/// Notes that the answer left; the look itself was logged before it happened, so nobody waits for this.
void note_delivery(Services& services, Result<storage::EventDraft> draft) {
    if (!draft) return;
    services.engine->write(
        [event = *std::move(draft)](storage::WriteTx& tx) { return tx.append_event(event); },
        [](Result<storage::Commit>) {});
}

}  // namespace

const std::vector<std::string>& reveal_purposes() {
    static const std::vector<std::string> purposes{"contact-citizen", "verify-on-site", "return-result",
                                                   "legal-duty", "data-subject-request"};
    return purposes;
}

asio::awaitable<Result<Revealed>> reveal(Services* services, const access::Member* member,
                                         std::string case_name, RevealRequest request) {
    if (Result<void> may = may_open(*services); !may) co_return may.error();
    Result<storage::CaseRecord> record = co_await find_case_for(services, member, std::move(case_name));
    if (!record) co_return record.error();
    if (!services->sessions->recently_proved(*member)) co_return fail(Errc::step_up_needed, "proof too old");
    Result<std::string> reading = person_unit(*services, *member, *record);
    if (!reading) co_return reading.error();
    Result<crypto::WrapOpener> key = co_await open_unit(services, member, *reading);
    if (!key) co_return key.error();
    if (Result<void> held = check_keys(*record, key->kid(), request); !held) co_return held.error();

    Result<storage::EventDraft> draft =
        draft_for(*services, *member, record->row, request, *reading, "reveal.requested");
    if (!draft) co_return draft.error();
    Result<vault::RevealPermit> permit =
        co_await request_permit(services, *std::move(draft), request.compartments);
    if (!permit) co_return permit.error();

    vault::PersonReader reader(*std::move(permit), *std::move(key));
    Revealed revealed{reader.leaf(), reader.expires_at(), {}};
    for (const crypto::Compartment compartment : request.compartments) {
        if (record->dossier.find_envelope(compartment, storage::place::kText) == nullptr) continue;
        Result<SecretBytes> part = reader.open(*record, compartment, services->clock->now());
        if (!part) co_return part.error();
        revealed.parts.emplace_back(compartment, *std::move(part));
    }
    note_delivery(*services,
                  draft_for(*services, *member, record->row, request, *reading, "reveal.delivered"));
    co_return revealed;
}

}  // namespace hotline::flow
