#include "server/flow/track.hpp"

#include "server/audit/tiles.hpp"
#include "server/vault/readers.hpp"

#include <algorithm>

namespace hotline::flow {
namespace {

using crypto::Compartment;

asio::awaitable<Result<vault::RevealPermit>> log_look(Services* services, const storage::CaseRow* row) {
    const std::string reference = storage::format_reference(row->number);
    audit::Act act;
    act.kind = "track.read";
    act.case_id = row->id;
    act.reference = reference;
    act.compartments = {"conversation"};
    Result<storage::EventDraft> draft = services->recorder->by_citizen(act);
    if (!draft) co_return draft.error();
    co_return co_await ops::completion<vault::RevealPermit>(
        [log = services->log, draft = *std::move(draft)](ops::Done<vault::RevealPermit> done) mutable {
            log->request_reveal(std::move(draft), {Compartment::conversation}, {}, std::move(done));
        });
}

Result<std::vector<Access>> accesses_of(storage::ReadTx& tx, const CaseId& id, std::uint64_t last) {
    storage::EventQuery query;
    query.case_id = id;
    query.to = last + 1;
    Result<std::vector<storage::EventRow>> events = tx.events(query);
    if (!events) return events.error();
    Result<storage::CheckpointRow> checkpoint = tx.latest_checkpoint();
    if (!checkpoint) return checkpoint.error();
    audit::TileSource tiles(tx);
    std::vector<Access> accesses;
    for (storage::EventRow& event : *events) {
        Result<std::vector<Hash32>> path =
            crypto::inclusion_proof(event.index, checkpoint->size, tiles.source());
        if (!path) return path.error();
        std::string proof = crypto::format_proof({event.index, *std::move(path), checkpoint->note});
        accesses.push_back({std::move(event), std::move(proof)});
    }
    return accesses;
}

}  // namespace

Result<std::string> proof_of(storage::ReadTx& tx, std::uint64_t index) {
    Result<storage::CheckpointRow> checkpoint = tx.latest_checkpoint();
    if (!checkpoint) return checkpoint.error();
    if (index >= checkpoint->size) return fail(Errc::not_found, "no checkpoint covers the leaf");
    audit::TileSource tiles(tx);
    Result<std::vector<Hash32>> path = crypto::inclusion_proof(index, checkpoint->size, tiles.source());
    if (!path) return path.error();
    return crypto::format_proof({index, *std::move(path), checkpoint->note});
}

asio::awaitable<Result<Tracked>> track(Services* services, crypto::TrackingCode code) {
    if (Result<void> may = may_open(*services); !may) co_return may.error();
    Result<storage::CaseNumber> number = storage::parse_reference(code.reference);
    Result<storage::CaseRecord> record = co_await ops::read(
        services->engine,
        [number = number ? *number : 0](storage::ReadTx& tx) -> Result<storage::CaseRecord> {
            return tx.find_case(number);
        });
    if (!record && record.error().code != Errc::not_found) co_return record.error();
    if (!record || !vault::code_matches(*record, code.secret))
        co_return fail(Errc::not_found, "no such code");

    Result<vault::RevealPermit> permit = co_await log_look(services, &record->row);
    if (!permit) co_return permit.error();
    const std::uint64_t leaf = permit->leaf();
    vault::CitizenReader reader(*std::move(permit), std::move(code.secret));
    Result<std::vector<vault::Message>> messages = reader.conversation(*record);
    if (!messages) co_return messages.error();
    if (Result<void> covered = co_await services->signer->cover(leaf); !covered) co_return covered.error();
    Result<std::vector<Access>> accesses = co_await ops::read(
        services->engine,
        [id = record->row.id, leaf](storage::ReadTx& tx) { return accesses_of(tx, id, leaf); });
    if (!accesses) co_return accesses.error();

    Tracked tracked{std::move(record->row), {}, *std::move(accesses)};
    for (vault::Message& message : *messages) tracked.replies.push_back(std::move(message.json));
    co_return tracked;
}

}  // namespace hotline::flow
