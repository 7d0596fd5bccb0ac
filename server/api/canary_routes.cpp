#include "server/api/complaint_form.hpp"
#include "server/api/handling.hpp"
#include "server/flow/canaries.hpp"

namespace hotline::api {
namespace {

asio::awaitable<http::Response> create(Api* api, http::Request request, http::RouteMatch match) {
    const access::Member& auditor = member_of(match);
    flow::Complaint complaint;
    std::vector<http::FieldError> errors = read_complaint(request.body(), complaint);
    if (errors.empty() && complaint.unit.empty()) errors.push_back({"/unit", "Bắt buộc."});
    if (errors.empty())
        for (flow::InputFault& fault : flow::faults_in(*api->services, complaint, false))
            errors.push_back({std::move(fault.pointer), std::move(fault.detail)});
    if (!errors.empty()) co_return refuse(std::move(errors));
    Result<std::optional<flow::Idempotency>> idempotency =
        idempotency_of(request, match, auditor.id().view());
    if (!idempotency) co_return refuse("Idempotency-Key", "Khóa phải dài từ 22 đến 200 ký tự.");
    Result<flow::Received> made =
        co_await flow::create_canary(api->services, &auditor, std::move(complaint), *std::move(idempotency));
    if (!made) co_return answer_error(std::move(made).error());
    const Json facts = Json::parse(made->facts_json);
    co_return private_json(201, Json{{"id", facts["id"]},
                                     {"reference", storage::format_reference(made->number)},
                                     {"unit", facts["unit"]},
                                     {"leaf", made->leaf}}
                                    .dump());
}

asio::awaitable<http::Response> list(Api* api, http::RouteMatch match) {
    Result<std::vector<flow::Canary>> canaries =
        co_await flow::list_canaries(api->services, &member_of(match));
    if (!canaries) co_return answer_error(std::move(canaries).error());
    Json items = Json::array();
    for (const flow::Canary& each : *canaries)
        items.push_back({{"case", to_hex(each.case_id.view())},
                         {"reference", each.reference},
                         {"by", each.by},
                         {"at", ops::format_rfc3339(each.at)}});
    co_return private_json(200, Json{{"items", std::move(items)}, {"next", nullptr}}.dump());
}

}  // namespace

void add_canary_routes(http::Router& router, Api* api) {
    router.add(
        {.method = http::Method::get, .pattern = "/v1/audit/canaries", .name = "audit.canaries"},
        [api](http::Request, http::RouteMatch match) { return list(api, std::move(match)); },
        staff_only(api));
    router.add(
        {.method = http::Method::post,
         .pattern = "/v1/audit/canaries",
         .name = "audit.canary",
         .json_body = true},
        [api](http::Request request, http::RouteMatch match) {
            return create(api, std::move(request), std::move(match));
        },
        staff_only(api));
}

}  // namespace hotline::api
