#include "server/api/handling.hpp"
#include "server/api/qr.hpp"
#include "server/flow/activate.hpp"
#include "server/flow/own_account.hpp"
#include "server/flow/own_sessions.hpp"
#include "server/flow/recover.hpp"
#include "server/flow/second_factor.hpp"
#include "server/ops/json_text.hpp"

namespace hotline::api {
namespace {

constexpr Form::Text kPassword{.required = true, .max = 1000};
constexpr Form::Text kCode{.required = true, .max = 100};

/// {"recovery_code": …} in wiped memory.
SecretBytes recovery_json(const SecretBytes& code) {
    SecretBytes json = SecretBytes::from_text(R"({"recovery_code":")");
    json.append(code.expose_secret());
    json.append("\"}");
    return json;
}

/// A fault of a new password names its field; other errors are as they are.
http::Response answer_password_error(Error error, const char* pointer) {
    if (error.code == Errc::bad_input) return refuse(pointer, std::move(error.internal));
    return answer_error(std::move(error));
}

asio::awaitable<http::Response> list_sessions(Api* api, http::RouteMatch match) {
    Result<std::vector<flow::OwnSession>> sessions =
        co_await flow::list_sessions(api->services, &member_of(match));
    if (!sessions) co_return answer_error(std::move(sessions).error());
    Json items = Json::array();
    for (const flow::OwnSession& each : *sessions)
        items.push_back({{"id", each.id},
                         {"created_at", ops::format_rfc3339(each.created_at)},
                         {"seen_at", ops::format_rfc3339(each.seen_at)},
                         {"current", each.current}});
    co_return private_json(200, Json{{"items", std::move(items)}, {"next", nullptr}}.dump());
}

/// @param request  what `match` has views of
asio::awaitable<http::Response> end_session(Api* api, http::Request /*request*/, http::RouteMatch match) {
    Result<void> ended =
        co_await flow::end_session(api->services, &member_of(match), std::string(match.param("id")));
    if (!ended) co_return answer_error(std::move(ended).error());
    co_return http::Response::empty(204);
}

asio::awaitable<http::Response> end_others(Api* api, http::RouteMatch match) {
    Result<void> ended = co_await flow::end_other_sessions(api->services, &member_of(match));
    if (!ended) co_return answer_error(std::move(ended).error());
    co_return http::Response::empty(204);
}

asio::awaitable<http::Response> begin_totp(Api* api, http::RouteMatch match) {
    Result<flow::NewSecondFactor> made = co_await flow::begin_second_factor(api->services, &member_of(match));
    if (!made) co_return answer_error(std::move(made).error());
    Result<SecretBytes> svg = qr_svg(made->uri.expose_text());
    if (!svg) co_return answer_error(std::move(svg).error());
    SecretBytes json = SecretBytes::from_text(R"({"secret":")");
    json.append(made->secret.expose_secret());
    json.append(R"(","uri":")");
    json.append(made->uri.expose_secret());
    json.append(R"(","qr_svg":)");
    std::string quoted;
    ops::append_json_string(quoted, svg->expose_text());
    json.append(quoted);
    wipe({reinterpret_cast<std::uint8_t*>(quoted.data()), quoted.size()});
    json.append("}");
    co_return private_json(200, std::move(json));
}

asio::awaitable<http::Response> confirm_totp(Api* api, http::Request request, http::RouteMatch match) {
    std::string code;
    Form form;
    form.text("/code", code, {.required = true, .max = 10});
    if (auto errors = form.read(request.body()); !errors.empty()) co_return refuse(std::move(errors));
    Result<void> done =
        co_await flow::confirm_second_factor(api->services, &member_of(match), std::move(code));
    if (!done && done.error().code == Errc::unauthenticated) co_return refuse("/code", "Mã không đúng.");
    if (!done) co_return answer_error(std::move(done).error());
    co_return http::Response::empty(204);
}

asio::awaitable<http::Response> remove_totp(Api* api, http::RouteMatch match) {
    Result<void> done = co_await flow::remove_second_factor(api->services, &member_of(match));
    if (!done) co_return answer_error(std::move(done).error());
    co_return http::Response::empty(204);
}

asio::awaitable<http::Response> change_password(Api* api, http::Request request, http::RouteMatch match) {
    flow::PasswordChange change;
    Form form;
    form.secret("/old_password", change.old_password, kPassword);
    form.secret("/new_password", change.new_password, kPassword);
    if (auto errors = form.read(request.body()); !errors.empty()) co_return refuse(std::move(errors));
    change.address = access::limit_key(request.peer());
    Result<void> done = co_await flow::change_password(api->services, &member_of(match), std::move(change));
    if (!done) co_return answer_password_error(std::move(done).error(), "/new_password");
    co_return http::Response::empty(204);
}

asio::awaitable<http::Response> renew_code(Api* api, http::RouteMatch match) {
    Result<SecretBytes> code = co_await flow::renew_recovery_code(api->services, &member_of(match));
    if (!code) co_return answer_error(std::move(code).error());
    co_return private_json(200, recovery_json(*code));
}

asio::awaitable<http::Response> confirm_code(Api* api, http::Request request, http::RouteMatch match) {
    std::string code;
    Form form;
    form.text("/recovery_code", code, kCode);
    if (auto errors = form.read(request.body()); !errors.empty()) co_return refuse(std::move(errors));
    Result<void> done =
        co_await flow::confirm_recovery_code(api->services, &member_of(match), std::move(code));
    if (!done && done.error().code == Errc::unauthenticated)
        co_return refuse("/recovery_code", "Mã khôi phục không khớp.");
    if (!done) co_return answer_error(std::move(done).error());
    co_return http::Response::empty(204);
}

asio::awaitable<http::Response> recover(Api* api, http::Request request) {
    flow::Recovery recovery;
    Form form;
    form.text("/username", recovery.username, {.required = true, .max = 100});
    form.text("/recovery_code", recovery.recovery_code, kCode);
    form.secret("/new_password", recovery.new_password, kPassword);
    if (auto errors = form.read(request.body()); !errors.empty()) co_return refuse(std::move(errors));
    recovery.address = access::limit_key(request.peer());
    Result<SecretBytes> code = co_await flow::recover(api->services, std::move(recovery));
    if (!code) co_return answer_password_error(std::move(code).error(), "/new_password");
    co_return private_json(200, recovery_json(*code));
}

asio::awaitable<http::Response> activate(Api* api, http::Request request) {
    flow::Activation activation;
    Form form;
    form.text("/invitation", activation.invitation, kCode);
    form.secret("/password", activation.password, kPassword);
    if (auto errors = form.read(request.body()); !errors.empty()) co_return refuse(std::move(errors));
    activation.address = access::limit_key(request.peer());
    if (!api->activations->allow(activation.address, std::chrono::steady_clock::now()))
        co_return answer_error(fail(Errc::rate_limited, "too many activations"));
    Result<SecretBytes> done = co_await flow::activate(api->services, std::move(activation));
    if (!done) co_return answer_password_error(std::move(done).error(), "/password");
    co_return private_json(201, *std::move(done));
}

using MatchHandler = asio::awaitable<http::Response> (*)(Api*, http::RouteMatch);
using BodyHandler = asio::awaitable<http::Response> (*)(Api*, http::Request, http::RouteMatch);

/// A call of a signed-in member on his own account, without a body.
void add_own(http::Router& router, Api* api, http::RouteInfo info, MatchHandler handler) {
    if (info.method == http::Method::post) info.max_body = 64;
    router.add(
        std::move(info),
        [api, handler](http::Request, http::RouteMatch match) { return handler(api, std::move(match)); },
        staff_only(api));
}

/// The same with a JSON body, answered by nothing.
void add_own_form(http::Router& router, Api* api, const char* pattern, const char* name,
                  BodyHandler handler) {
    router.add(
        {.method = http::Method::post,
         .pattern = pattern,
         .name = name,
         .max_body = 8192,
         .json_body = true,
         .response = http::ResponseKind::none},
        [api, handler](http::Request request, http::RouteMatch match) {
            return handler(api, std::move(request), std::move(match));
        },
        staff_only(api));
}

}  // namespace

void add_account_routes(http::Router& router, Api* api) {
    using http::Method;
    constexpr auto kNone = http::ResponseKind::none;
    add_own(router, api, {.method = Method::get, .pattern = "/v1/sessions", .name = "sessions.list"},
            list_sessions);
    add_own(router, api,
            {.method = Method::del,
             .pattern = "/v1/sessions/others",
             .name = "sessions.end_others",
             .response = kNone},
            end_others);
    router.add(
        {.method = Method::del, .pattern = "/v1/sessions/{id}", .name = "sessions.end", .response = kNone},
        [api](http::Request request, http::RouteMatch match) {
            return end_session(api, std::move(request), std::move(match));
        },
        staff_only(api));
    add_own(router, api,
            {.method = Method::post, .pattern = "/v1/sessions/current/totp", .name = "totp.begin"},
            begin_totp);
    add_own_form(router, api, "/v1/sessions/current/totp/confirm", "totp.confirm", confirm_totp);
    add_own(router, api,
            {.method = Method::del,
             .pattern = "/v1/sessions/current/totp",
             .name = "totp.remove",
             .response = kNone},
            remove_totp);
    add_own_form(router, api, "/v1/sessions/current/password", "password.change", change_password);
    add_own(router, api,
            {.method = Method::post,
             .pattern = "/v1/sessions/current/recovery-code",
             .name = "recovery_code.renew"},
            renew_code);
    add_own_form(router, api, "/v1/sessions/current/recovery-code/confirm", "recovery_code.confirm",
                 confirm_code);
    router.add({.method = Method::post,
                .pattern = "/v1/recovery",
                .name = "recovery",
                .auth = http::Auth::anyone,
                .max_body = 8192,
                .json_body = true},
               [api](http::Request request, http::RouteMatch) { return recover(api, std::move(request)); });
    router.add({.method = Method::post,
                .pattern = "/v1/invitations/activate",
                .name = "invitations.activate",
                .auth = http::Auth::anyone,
                .max_body = 8192,
                .json_body = true},
               [api](http::Request request, http::RouteMatch) { return activate(api, std::move(request)); });
}

}  // namespace hotline::api
