#include "server/flow/accept.hpp"

namespace hotline::flow {

asio::awaitable<Result<Changed>> accept(Services* services, const access::Member* member,
                                        std::string case_name, ActRequest request) {
    // First, since the act may have taken the case out of the caller's sight.
    if (Result<Changed> again = co_await repeated(services, &request);
        again || again.error().code != Errc::not_found)
        co_return again;
    Result<storage::CaseRecord> record = co_await find_case_for(services, member, std::move(case_name));
    if (!record) co_return record.error();
    Result<storage::CaseState> next = check_act(*member, record->row, ActKind::accept, request.version);
    if (!next) co_return next.error();

    ChangePlan plan;
    plan.unit = record->row.unit;
    plan.told = {record->row.unit};
    plan.record = *std::move(record);
    plan.record.row.state = *next;
    plan.record.row.assignee = member->id();
    plan.act.kind = "case.accepted";
    co_return co_await store_change(services, member, std::move(plan), std::move(request));
}

}  // namespace hotline::flow
