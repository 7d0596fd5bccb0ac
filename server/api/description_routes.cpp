#include "server/access/policy.hpp"
#include "server/api/handling.hpp"
#include "server/api/openapi_json.hpp"

#include <stdexcept>

namespace hotline::api {
namespace {

asio::awaitable<http::Response> describe() {
    co_return http::Response::borrowed(200, "application/json", openapi_json())
        .set("Cache-Control", "public, max-age=3600");
}

}  // namespace

void add_description_routes(http::Router& router, Api* /*nothing is needed*/) {
    router.add({.method = http::Method::get,
                .pattern = "/openapi.json",
                .name = "openapi",
                .auth = http::Auth::anyone},
               [](http::Request, http::RouteMatch) { return describe(); });
}

void add_routes(http::Router& router, Api* api) {
    for (const auto add : {add_session_routes, add_account_routes, add_people_routes, add_intake_routes,
                           add_case_routes, add_act_routes, add_reveal_routes, add_approval_routes,
                           add_desk_routes, add_public_routes, add_log_routes, add_audit_routes,
                           add_alert_routes, add_canary_routes, add_event_routes, add_description_routes})
        add(router, api);
    for (const auto& route : router.routes()) {
        const http::RouteInfo& info = route->info;
        if (access::Policy::built_in().row(info.name).anyone != (info.auth == http::Auth::anyone))
            throw std::logic_error("the policy and the route differ on who needs a session: " + info.name);
    }
}

}  // namespace hotline::api
