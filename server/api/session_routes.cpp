#include "server/api/handling.hpp"
#include "server/flow/own_account.hpp"

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
    access::LogIn attempt;
    bool bearer = false;
    Form form;
    form.text("/username", attempt.username, {.required = true, .max = 100});
    form.secret("/password", attempt.password, {.required = true, .max = 1000});
    form.text("/otp", attempt.one_time_code, {.max = 10});
    form.flag("/bearer", bearer);
    if (auto errors = form.read(request.body()); !errors.empty()) co_return refuse(std::move(errors));

    attempt.address = access::limit_key(request.peer());
    Result<access::OpenedSession> opened = co_await api->services->sessions->log_in(std::move(attempt));
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
    Result<flow::OwnAccount> account = co_await flow::own_account(api->services, member.id());
    if (!account) co_return answer_error(std::move(account).error());
    Json body = member_json(member, api->services->sessions->expiry_of(member.session()));
    body["second_factor"] = account->second_factor;
    body["recovery_code"] = account->recovery_code_confirmed ? "confirmed"
                            : account->recovery_code         ? "unconfirmed"
                                                             : "none";
    co_return private_json(200, body.dump());
}

asio::awaitable<http::Response> log_out(Api* api, http::RouteMatch match) {
    Result<void> ended = co_await api->services->sessions->log_out(&member_of(match));
    if (!ended) co_return answer_error(std::move(ended).error());
    co_return http::Response::empty(204)
        .set("Set-Cookie", "__Host-hotline=; Path=/; Secure; HttpOnly; SameSite=Strict; Max-Age=0")
        .set("Clear-Site-Data", R"("cache", "storage")");
}

asio::awaitable<http::Response> step_up(Api* api, http::Request request, http::RouteMatch match) {
    access::Proof proof;
    Form form;
    form.secret("/password", proof.password, {.max = 1000});
    form.text("/otp", proof.one_time_code, {.max = 10});
    if (auto errors = form.read(request.body()); !errors.empty()) co_return refuse(std::move(errors));
    if (proof.password.empty() == proof.one_time_code.empty())
        co_return refuse("/password", "Cần mật khẩu hoặc mã dùng một lần (một trong hai).");
    Result<void> proved = co_await api->services->sessions->step_up(&member_of(match), std::move(proof),
                                                                    access::limit_key(request.peer()));
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
