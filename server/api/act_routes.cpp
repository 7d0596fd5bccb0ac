#include "server/api/complaint_form.hpp"
#include "server/api/handling.hpp"
#include "server/flow/accept.hpp"
#include "server/flow/close.hpp"
#include "server/flow/divert.hpp"
#include "server/flow/reply.hpp"
#include "server/flow/transfer.hpp"

namespace hotline::api {
namespace {

/// What every act's body and headers carry. Errors are answered as they are.
struct ActInput {
    flow::ActRequest act;
    std::optional<http::Response> refused;
};

ActInput read_act(const http::Request& request, const http::RouteMatch& match, Form& form) {
    ActInput input;
    form.integer("/version", input.act.version, true);
    if (auto errors = form.read(request.body()); !errors.empty()) {
        input.refused = refuse(std::move(errors));
        return input;
    }
    Result<std::optional<flow::Idempotency>> idempotency =
        idempotency_of(request, match, member_of(match).id().view());
    if (!idempotency) {
        input.refused = refuse("Idempotency-Key", "Khóa phải dài từ 22 đến 200 ký tự.");
        return input;
    }
    input.act.idempotency = *std::move(idempotency);
    return input;
}

http::Response answer(Result<flow::Changed> changed) {
    if (!changed) return answer_error(std::move(changed).error());
    return private_json(200, std::move(changed->answer_json));
}

std::string case_name(const http::RouteMatch& match) {
    return std::string(match.param("id"));
}

asio::awaitable<http::Response> accept(Api* api, http::Request request, http::RouteMatch match) {
    Form form;
    ActInput input = read_act(request, match, form);
    if (input.refused) co_return *std::move(input.refused);
    co_return answer(
        co_await flow::accept(api->services, &member_of(match), case_name(match), std::move(input.act)));
}

asio::awaitable<http::Response> transfer(Api* api, http::Request request, http::RouteMatch match) {
    flow::TransferRequest wanted;
    Form form;
    form.text("/unit", wanted.unit, {.required = true, .max = 64});
    form.text("/reason", wanted.reason, {.required = true, .max = 1000});
    ActInput input = read_act(request, match, form);
    if (input.refused) co_return *std::move(input.refused);
    wanted.act = std::move(input.act);
    Result<flow::Changed> changed =
        co_await flow::transfer(api->services, &member_of(match), case_name(match), std::move(wanted));
    if (!changed && changed.error().code == Errc::bad_input)
        co_return refuse("/unit", "Đơn vị nhận không hợp lệ hoặc trùng đơn vị hiện tại.");
    co_return answer(std::move(changed));
}

asio::awaitable<http::Response> reply(Api* api, http::Request request, http::RouteMatch match) {
    flow::ReplyRequest wanted;
    Form form;
    form.text("/text", wanted.text, {.required = true, .max = kMostCharacters});
    form.flag("/interim", wanted.interim);
    ActInput input = read_act(request, match, form);
    if (input.refused) co_return *std::move(input.refused);
    wanted.act = std::move(input.act);
    co_return answer(
        co_await flow::reply(api->services, &member_of(match), case_name(match), std::move(wanted)));
}

asio::awaitable<http::Response> close(Api* api, http::Request request, http::RouteMatch match) {
    flow::CloseRequest wanted;
    Form form;
    form.text("/reason", wanted.reason, {.max = 1000});
    ActInput input = read_act(request, match, form);
    if (input.refused) co_return *std::move(input.refused);
    wanted.act = std::move(input.act);
    co_return answer(
        co_await flow::close(api->services, &member_of(match), case_name(match), std::move(wanted)));
}

asio::awaitable<http::Response> divert(Api* api, http::Request request, http::RouteMatch match) {
    flow::DivertRequest wanted;
    Form form;
    form.flag("/confirmed", wanted.confirmed, true);
    ActInput input = read_act(request, match, form);
    if (input.refused) co_return *std::move(input.refused);
    wanted.act = std::move(input.act);
    co_return answer(
        co_await flow::divert(api->services, &member_of(match), case_name(match), std::move(wanted)));
}

using ActHandler = asio::awaitable<http::Response> (*)(Api*, http::Request, http::RouteMatch);

}  // namespace

void add_act_routes(http::Router& router, Api* api) {
    constexpr std::pair<const char*, ActHandler> kActs[] = {
        {"accept", accept}, {"transfer", transfer}, {"reply", reply}, {"close", close}};
    for (const auto& [name, handler] : kActs)
        router.add(
            {.method = http::Method::post,
             .pattern = std::string("/v1/cases/{id}/") + name,
             .name = std::string("cases.") + name,
             .json_body = true},
            [api, run = handler](http::Request request, http::RouteMatch match) {
                return run(api, std::move(request), std::move(match));
            },
            case_of_member(api));
    router.add(
        {.method = http::Method::post,
         .pattern = "/v1/cases/{id}/divert",
         .name = "cases.divert",
         .json_body = true},
        [api](http::Request request, http::RouteMatch match) {
            return divert(api, std::move(request), std::move(match));
        },
        case_of_member(api));
}

}  // namespace hotline::api
