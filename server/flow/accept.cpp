#include "server/flow/accept.hpp"

namespace hotline::flow {

asio::awaitable<Result<Changed>> accept(Services* services, const access::Member* member,
                                        std::string case_name, ActRequest request) {
    auto begun = co_await begin_act(services, member, std::move(case_name), ActKind::accept, &request);
    if (!begun) co_return begun.error();
    if (Changed* again = std::get_if<Changed>(&*begun)) co_return std::move(*again);
    auto& [record, next] = std::get<Begun>(*begun);

    ChangePlan plan;
    plan.unit = record.row.unit;
    plan.told = {record.row.unit};
    plan.record = std::move(record);
    plan.record.row.state = next;
    plan.record.row.assignee = member->id();
    plan.act.kind = "case.accepted";
    co_return co_await store_change(services, member, std::move(plan), std::move(request));
}

}  // namespace hotline::flow
