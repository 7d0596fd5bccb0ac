#pragma once

#include "server/access/rate_limiter.hpp"
#include "server/api/form.hpp"
#include "server/flow/services.hpp"
#include "server/http/router.hpp"

#include <string>

namespace hotline::api {

namespace asio = boost::asio;

/// What the handlers borrow; made in the composition root, outlives the router.
struct Api {
    flow::Services* services = nullptr;
    access::RateLimiter* public_intake = nullptr;  ///< complaints a citizen's address may send
    access::RateLimiter* public_track = nullptr;   ///< looks by tracking code
    std::string log_key;                           ///< the log's verifier key
    access::RateLimiter* activations = nullptr;    ///< invitations an address may try
};

/// What `authorize` found out about a staff request.
class StaffContext final : public http::RequestContext {
public:
    explicit StaffContext(access::Member member) noexcept : member(std::move(member)) {}
    access::Member member;
};
[[nodiscard]] inline const access::Member& member_of(const http::RouteMatch& match) {
    return match.context_as<StaffContext>().member;
}

/// The resources, one function a file. Each adds its routes.
void add_session_routes(http::Router& router, Api* api);
void add_account_routes(http::Router& router, Api* api);
void add_people_routes(http::Router& router, Api* api);
void add_intake_routes(http::Router& router, Api* api);
void add_case_routes(http::Router& router, Api* api);
void add_act_routes(http::Router& router, Api* api);
void add_reveal_routes(http::Router& router, Api* api);
void add_approval_routes(http::Router& router, Api* api);
void add_canary_routes(http::Router& router, Api* api);
void add_alert_routes(http::Router& router, Api* api);
void add_desk_routes(http::Router& router, Api* api);
void add_public_routes(http::Router& router, Api* api);
void add_log_routes(http::Router& router, Api* api);
void add_audit_routes(http::Router& router, Api* api);
void add_event_routes(http::Router& router, Api* api);
void add_description_routes(http::Router& router, Api* api);
/// All of them. A route that the policy has no line for, or another kind of line, is a bug: std::logic_error.
void add_routes(http::Router& router, Api* api);

}  // namespace hotline::api
