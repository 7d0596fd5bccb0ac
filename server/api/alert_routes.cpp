#include "server/api/handling.hpp"
#include "server/flow/alerts.hpp"

namespace hotline::api {
namespace {

Json alert_json(const flow::Alert& alert) {
    const auto text = [](const std::string& value) { return value.empty() ? Json() : Json(value); };
    return {{"id", std::to_string(alert.leaf)},
            {"leaf", alert.leaf},
            {"at", ops::format_rfc3339(alert.at)},
            {"state", alert.acknowledged_at ? "acknowledged" : "open"},
            {"what", alert.about.what},
            {"officer", text(alert.about.officer)},
            {"reference", text(alert.about.reference)},
            {"acknowledged_by", text(alert.acknowledged_by)},
            {"acknowledged_at", time_json(alert.acknowledged_at)}};
}

asio::awaitable<http::Response> list(Api* api, http::RouteMatch match) {
    Result<std::vector<flow::Alert>> alerts = co_await flow::list_alerts(api->services, &member_of(match));
    if (!alerts) co_return answer_error(std::move(alerts).error());
    Json items = Json::array();
    for (const flow::Alert& alert : *alerts) items.push_back(alert_json(alert));
    co_return private_json(200, Json{{"items", std::move(items)}, {"next", nullptr}}.dump());
}

asio::awaitable<http::Admission> admit_alert(Api* api, const http::Request* request,
                                             const http::RouteMatch* match) {
    const http::Authorize staff = staff_only(api);
    http::Admission admitted = co_await staff(request, match);
    const auto* context = std::get_if<std::unique_ptr<http::RequestContext>>(&admitted);
    if (context == nullptr) co_return admitted;
    const access::Member& auditor = dynamic_cast<const StaffContext&>(**context).member;
    Result<std::uint64_t> leaf = path_number(match->param("id"));
    if (!leaf) co_return http::Response(std::move(leaf).error());
    Result<flow::Alert> alert = co_await flow::find_alert(api->services, &auditor, *leaf);
    if (!alert) co_return http::Response(std::move(alert).error());
    co_return admitted;
}

/// That the alert is there, decided before the body is read.
http::Authorize alert_of_auditor(Api* api) {
    return [api](const http::Request* request, const http::RouteMatch* match) {
        return admit_alert(api, request, match);
    };
}

asio::awaitable<http::Response> acknowledge(Api* api, http::Request request, http::RouteMatch match) {
    std::string note;
    Form form;
    form.text("/note", note, {.min = 15, .max = 500});
    if (auto errors = form.read(request.body()); !errors.empty()) co_return refuse(std::move(errors));
    Result<std::uint64_t> leaf = path_number(match.param("id"));
    if (!leaf) co_return answer_error(std::move(leaf).error());
    Result<flow::Alert> alert =
        co_await flow::acknowledge_alert(api->services, &member_of(match), *leaf, std::move(note));
    if (!alert) co_return answer_error(std::move(alert).error());
    co_return private_json(200, alert_json(*alert).dump());
}

}  // namespace

void add_alert_routes(http::Router& router, Api* api) {
    router.add(
        {.method = http::Method::get, .pattern = "/v1/audit/alerts", .name = "audit.alerts"},
        [api](http::Request, http::RouteMatch match) { return list(api, std::move(match)); },
        staff_only(api));
    router.add(
        {.method = http::Method::post,
         .pattern = "/v1/audit/alerts/{id}/ack",
         .name = "audit.ack",
         .max_body = 8192,
         .json_body = true},
        [api](http::Request request, http::RouteMatch match) {
            return acknowledge(api, std::move(request), std::move(match));
        },
        alert_of_auditor(api));
}

}  // namespace hotline::api
