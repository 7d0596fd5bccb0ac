#include "server/api/handling.hpp"

namespace hotline::api {
namespace {

Json member_json(const access::Member& member, storage::Time expires_at) {
    return {{"user",
             {{"id", to_hex(member.id().view())},
              {"username", member.username()},
              {"display_name", member.display_name()},
              {"alias", member.alias()}}},
            {"roles", member.roles().names()},
            {"units", member.units()},
            {"expires_at", ops::format_rfc3339(expires_at)}};
}

asio::awaitable<http::Response> log_in(Api* api, http::Request request) {
    std::string username;
    std::string one_time_code;
    SecretBytes password;
    bool bearer = false;
    Form form;
    form.text("/username", username, {.required = true, .max = 100});
    form.secret("/password", password, {.required = true, .max = 1000});
    form.text("/otp", one_time_code, {.max = 10});
    form.flag("/bearer", bearer);
    if (auto errors = form.read(request.body()); !errors.empty()) co_return refuse(std::move(errors));

    Result<access::OpenedSession> opened =
        co_await api->services->sessions->log_in(std::move(username), std::move(password));
    if (!opened) co_return answer_error(std::move(opened).error());
    Json body = member_json(opened->member, opened->expires_at);
    if (bearer) {
        body["token"] = opened->token_text.expose_text();
        co_return private_json(201, body.dump());
    }
    const std::string cookie = "__Host-hotline=" + std::string(opened->token_text.expose_text()) +
                               "; Path=/; Secure; HttpOnly; SameSite=Strict";
    co_return private_json(201, body.dump()).set("Set-Cookie", cookie);
}

asio::awaitable<http::Response> current(Api* api, http::RouteMatch match) {
    const access::Member& member = member_of(match);
    co_return private_json(200,
                           member_json(member, api->services->sessions->expiry_of(member.session())).dump());
}

asio::awaitable<http::Response> log_out(Api* api, http::RouteMatch match) {
    Result<void> ended = co_await api->services->sessions->log_out(&member_of(match));
    if (!ended) co_return answer_error(std::move(ended).error());
    co_return http::Response::empty(204).set(
        "Set-Cookie", "__Host-hotline=; Path=/; Secure; HttpOnly; SameSite=Strict; Max-Age=0");
}

asio::awaitable<http::Response> step_up(Api* api, http::Request request, http::RouteMatch match) {
    SecretBytes password;
    Form form;
    form.secret("/password", password, {.required = true, .max = 1000});
    if (auto errors = form.read(request.body()); !errors.empty()) co_return refuse(std::move(errors));
    Result<void> proved = co_await api->services->sessions->step_up(&member_of(match), std::move(password));
    if (!proved) co_return answer_error(std::move(proved).error());
    co_return http::Response::empty(204);
}

}  // namespace

void add_session_routes(http::Router& router, Api* api) {
    using http::Method;
    router.add({.method = Method::post,
                .pattern = "/v1/sessions",
                .name = "sessions.open",
                .auth = http::Auth::anyone,
                .max_body = 8192,
                .json_body = true},
               [api](http::Request request, http::RouteMatch) { return log_in(api, std::move(request)); });
    router.add(
        {.method = Method::get, .pattern = "/v1/sessions/current", .name = "sessions.current"},
        [api](http::Request, http::RouteMatch match) { return current(api, std::move(match)); },
        staff_only(api));
    router.add(
        {.method = Method::del,
         .pattern = "/v1/sessions/current",
         .name = "sessions.close",
         .response = http::ResponseKind::none},
        [api](http::Request, http::RouteMatch match) { return log_out(api, std::move(match)); },
        staff_only(api));
    router.add(
        {.method = Method::post,
         .pattern = "/v1/sessions/current/step-up",
         .name = "sessions.step_up",
         .max_body = 8192,
         .json_body = true,
         .response = http::ResponseKind::none},
        [api](http::Request request, http::RouteMatch match) {
            return step_up(api, std::move(request), std::move(match));
        },
        staff_only(api));
}

}  // namespace hotline::api
