#include "server/flow/transfer.hpp"

#include "server/flow/divert.hpp"
#include "server/vault/readers.hpp"

namespace hotline::flow {
namespace {

/// Re-wraps the case for its new unit with the key of the unit the member reads it under.
asio::awaitable<Result<void>> rewrap(Services* services, const access::Member* member,
                                     storage::CaseRecord* record, std::string reading, std::string to_unit) {
    Result<vault::UnitReader> reader = co_await reader_of(services, member, std::move(reading));
    if (!reader) co_return reader.error();
    const std::shared_ptr<const vault::KeyDirectory> directory = services->sealer->directory();
    const vault::KeyDirectory::UnitKey* to = directory->primary(to_unit);
    if (to == nullptr) co_return fail(Errc::bad_key, "the new unit has no valid key");
    const bool from_desk = record->row.unit == services->desk();
    const vault::KeyDirectory::UnitKey* from = from_desk ? nullptr : directory->primary(record->row.unit);
    const bool with_contact = record->row.flags.contact_by_unit && !record->row.flags.confidential;
    co_return reader->move(*record, *services->sealer, from, *to, with_contact);
}

}  // namespace

asio::awaitable<Result<Changed>> transfer(Services* services, const access::Member* member,
                                          std::string case_name, TransferRequest request) {
    if (Result<void> may = may_open(*services); !may) co_return may.error();
    auto begun = co_await begin_act(services, member, std::move(case_name), ActKind::transfer, &request.act);
    if (!begun) co_return begun.error();
    if (Changed* again = std::get_if<Changed>(&*begun)) co_return std::move(*again);
    auto& [record, next] = std::get<Begun>(*begun);
    if (is_undecided_guess(record)) co_return fail(Errc::wrong_state, "perhaps a denunciation: decide first");
    const routing::Unit* to = services->directory->find_unit(request.unit);
    if (to == nullptr || to->kind == routing::UnitKind::audit || request.unit == record.row.unit)
        co_return fail(Errc::bad_input, "not a unit to transfer to");
    Result<std::string> reading = reading_unit(*services, *member, record.row.unit);
    if (!reading) co_return reading.error();

    const std::string from_unit = record.row.unit;
    Result<void> rewrapped = co_await rewrap(services, member, &record, *reading, request.unit);
    if (!rewrapped) co_return rewrapped.error();

    ChangePlan plan;
    plan.record = std::move(record);
    plan.record.row.state = request.unit == services->desk() ? storage::CaseState::returned : next;
    plan.record.row.unit = request.unit;
    plan.record.row.assignee = UserId{};
    plan.ends_approvals = true;
    plan.act.kind = "case.transferred";
    plan.act.to_unit = request.unit;
    plan.note = std::move(request.reason);
    plan.unit = *reading;
    plan.told = {from_unit, request.unit};
    co_return co_await store_change(services, member, std::move(plan), std::move(request.act));
}

}  // namespace hotline::flow
