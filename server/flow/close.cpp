#include "server/flow/close.hpp"

namespace hotline::flow {

asio::awaitable<Result<Changed>> close(Services* services, const access::Member* member,
                                       std::string case_name, CloseRequest request) {
    auto begun = co_await begin_act(services, member, std::move(case_name), ActKind::close, &request.act);
    if (!begun) co_return begun.error();
    if (Changed* again = std::get_if<Changed>(&*begun)) co_return std::move(*again);
    auto& [record, next] = std::get<Begun>(*begun);
    Result<std::string> reading = reading_unit(*services, *member, record.row.unit);
    if (!reading) co_return reading.error();

    ChangePlan plan;
    plan.unit = *reading;
    plan.told = {record.row.unit};
    plan.record = std::move(record);
    plan.record.row.state = next;
    plan.ends_approvals = true;
    plan.act.kind = "case.closed";
    plan.note = std::move(request.reason);
    co_return co_await store_change(services, member, std::move(plan), std::move(request.act));
}

}  // namespace hotline::flow
