#include "server/flow/change.hpp"

#include "server/flow/approvals.hpp"

#include <nlohmann/json.hpp>

namespace hotline::flow {
namespace {

/// @return the next state. Errors: conflict (internal: the current version in decimal), wrong_state.
Result<storage::CaseState> check_act(const access::Member& member, const storage::CaseRow& row, ActKind act,
                                     std::uint32_t version) {
    if (row.version != version) return fail(Errc::conflict, std::to_string(row.version));
    const std::optional<storage::CaseState> next = next_state(row.state, act, member.roles());
    if (!next) return fail(Errc::wrong_state, "the act does not fit the state");
    return *next;
}

/// The first answer to a repeated request. Errors: not_found when the key is new, idempotency_reuse.
asio::awaitable<Result<Changed>> repeated(Services* services, const ActRequest* request) {
    if (!request->idempotency) co_return fail(Errc::not_found, "no key");
    Result<Replayed> again = co_await replay(services, &*request->idempotency);
    if (!again) co_return again.error();
    co_return Changed{std::string(again->answer.expose_text())};
}

}  // namespace

std::string answer_of(const storage::CaseRow& row) {
    return nlohmann::ordered_json{
        {"id", to_hex(row.id.view())},
        {"reference", storage::format_reference(row.number)},
        {"state", storage::wire_name(row.state)},
        {"unit", row.unit},
        {"due_at",
         row.due_at ? nlohmann::ordered_json(ops::format_rfc3339(*row.due_at)) : nlohmann::ordered_json()},
        {"version", row.version}}
        .dump();
}

asio::awaitable<Result<std::variant<Changed, Begun>>> begin_act(Services* services,
                                                                const access::Member* member,
                                                                std::string case_name, ActKind act,
                                                                const ActRequest* request) {
    Result<Changed> again = co_await repeated(services, request);
    if (again) co_return *std::move(again);
    if (again.error().code != Errc::not_found) co_return again.error();
    Result<storage::CaseRecord> record = co_await find_case_for(services, member, std::move(case_name));
    if (!record) co_return record.error();
    Result<storage::CaseState> next = check_act(*member, record->row, act, request->version);
    if (!next) co_return next.error();
    co_return Begun{*std::move(record), *next};
}

asio::awaitable<Result<Changed>> store_change(Services* services, const access::Member* member,
                                              ChangePlan plan, ActRequest request) {
    storage::CaseRow& row = plan.record.row;
    row.updated_at = services->clock->now();
    plan.record.dossier.sort();
    plan.act.case_id = row.id;
    const std::string reference = storage::format_reference(row.number);
    plan.act.reference = reference;
    plan.note = note_for_audit(*services, plan.note);
    plan.act.note = plan.note;
    plan.act.manifest = storage::manifest_hash(plan.record.dossier);
    Result<storage::EventDraft> event = services->recorder->by_member(*member, plan.unit, plan.act);
    if (!event) co_return event.error();

    storage::CaseRow after = row;
    after.version = request.version + 1;
    std::string answer = answer_of(after);
    std::optional<storage::IdempotencyRow> remembered;
    if (request.idempotency)
        remembered = remember_answer(*request.idempotency, answer, row.updated_at, row.id);

    std::vector<Announcement> news{{std::string(plan.act.kind), row.id, std::move(plan.told)}};
    const std::uint64_t directory_version = services->sealer->directory()->version();
    auto work = [record = std::move(plan.record), event = *std::move(event),
                 remembered = std::move(remembered), expected = request.version,
                 ends_approvals = plan.ends_approvals, decides_guess = plan.decides_guess,
                 directory_version](storage::WriteTx& tx) -> Result<void> {
        if (remembered)
            if (Result<void> put = tx.put_idempotency(*remembered); !put) return put;
        if (Result<void> updated = tx.update_case(record, expected, directory_version); !updated)
            return updated;
        if (decides_guess)
            if (Result<void> dropped = tx.drop_guess(record.row.number); !dropped) return dropped;
        if (ends_approvals)
            if (Result<void> ended = end_approvals_on(tx, record.row.id); !ended) return ended;
        return tx.append_event(event);
    };
    Result<storage::Commit> stored = co_await commit(services, std::move(work), std::move(news));
    if (stored) co_return Changed{std::move(answer)};
    if (stored.error().code == Errc::conflict)
        if (Result<Changed> again = co_await repeated(services, &request); again) co_return again;
    if (stored.error().code == Errc::stale_directory)
        if (Result<void> refreshed = co_await refresh_directory(services); !refreshed)
            co_return refreshed.error();
    co_return stored.error();
}

}  // namespace hotline::flow
