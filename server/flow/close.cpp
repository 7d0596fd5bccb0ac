#include "server/flow/close.hpp"

namespace hotline::flow {

asio::awaitable<Result<Changed>> close(Services* services, const access::Member* member,
                                       std::string case_name, CloseRequest request) {
    // First, since the act may have taken the case out of the caller's sight.
    if (Result<Changed> again = co_await repeated(services, &request.act);
        again || again.error().code != Errc::not_found)
        co_return again;
    Result<storage::CaseRecord> record = co_await find_case_for(services, member, std::move(case_name));
    if (!record) co_return record.error();
    Result<storage::CaseState> next = check_act(*member, record->row, ActKind::close, request.act.version);
    if (!next) co_return next.error();
    Result<std::string> reading = reading_unit(*services, *member, record->row);
    if (!reading) co_return reading.error();

    ChangePlan plan;
    plan.unit = *reading;
    plan.told = {record->row.unit};
    plan.record = *std::move(record);
    plan.record.row.state = *next;
    plan.ends_approvals = true;
    plan.act.kind = "case.closed";
    plan.note = std::move(request.reason);
    co_return co_await store_change(services, member, std::move(plan), std::move(request.act));
}

}  // namespace hotline::flow
