#include "server/api/complaint_form.hpp"
#include "server/api/handling.hpp"
#include "server/audit/acts.hpp"
#include "server/flow/accept.hpp"
#include "server/flow/close.hpp"
#include "server/flow/person.hpp"
#include "server/flow/reply.hpp"
#include "server/flow/reveal.hpp"
#include "server/flow/transfer.hpp"

#include <algorithm>

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

SecretBytes revealed_json(const flow::Revealed& revealed) {
    SecretBytes out =
        SecretBytes::from_text("{\"leaf\":" + std::to_string(revealed.leaf) + ",\"expires_at\":\"" +
                               ops::format_rfc3339(revealed.expires_at) + "\"");
    for (const auto& [compartment, part] : revealed.parts) {
        out.append(",");
        flow::append_json_string(out, audit::wire_name(compartment));
        out.append(":");
        if (compartment == crypto::Compartment::original) {
            flow::append_json_string(out, part.expose_text());
        } else {
            out.append(part.expose_secret());
        }
    }
    out.append("}");
    return out;
}

/// Errors by field; empty when the compartments and the purpose are of the closed lists.
std::vector<http::FieldError> read_reveal(const std::vector<std::string>& names,
                                          flow::RevealRequest& wanted) {
    using crypto::Compartment;
    for (const std::string& name : names) {
        const std::optional<Compartment> known = audit::parse_compartment(name);
        const bool personal =
            known == Compartment::identity || known == Compartment::contact || known == Compartment::original;
        if (!personal || std::ranges::find(wanted.compartments, *known) != wanted.compartments.end())
            return {{"/compartments", "Chỉ nhận identity, contact, original, mỗi phần một lần."}};
        wanted.compartments.push_back(*known);
    }
    if (wanted.compartments.empty()) return {{"/compartments", "Cần ít nhất một phần dữ liệu."}};
    const std::vector<std::string>& purposes = flow::reveal_purposes();
    if (std::ranges::find(purposes, wanted.purpose) == purposes.end())
        return {{"/purpose", "Mục đích không có trong danh mục."}};
    return {};
}

asio::awaitable<http::Response> reveal(Api* api, http::Request request, http::RouteMatch match) {
    std::vector<std::string> names;
    flow::RevealRequest wanted;
    Form form;
    form.list("/compartments", names, true);
    form.text("/purpose", wanted.purpose, {.required = true, .max = 64});
    form.text("/note", wanted.note, {.required = true, .min = 15, .max = 500});
    if (auto errors = form.read(request.body()); !errors.empty()) co_return refuse(std::move(errors));
    if (auto errors = read_reveal(names, wanted); !errors.empty()) co_return refuse(std::move(errors));
    Result<flow::Revealed> revealed =
        co_await flow::reveal(api->services, &member_of(match), case_name(match), std::move(wanted));
    if (!revealed) co_return answer_error(std::move(revealed).error());
    co_return private_json(200, revealed_json(*revealed));
}

using ActHandler = asio::awaitable<http::Response> (*)(Api*, http::Request, http::RouteMatch);

}  // namespace

void add_act_routes(http::Router& router, Api* api) {
    constexpr std::pair<const char*, ActHandler> kActs[] = {
        {"accept", accept}, {"transfer", transfer}, {"reply", reply}, {"close", close}, {"reveal", reveal}};
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
}

}  // namespace hotline::api
