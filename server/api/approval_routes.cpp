#include "server/api/handling.hpp"
#include "server/flow/approve.hpp"

namespace hotline::api {
namespace {

Json approval_json(const flow::ApprovalView& view) {
    const storage::ApprovalRow& row = view.row;
    Json compartments = Json::array();
    for (const crypto::Compartment each : row.compartments) compartments.push_back(audit::wire_name(each));
    const auto text = [](std::string_view value) { return value.empty() ? Json() : Json(value); };
    return {{"id", to_hex(row.id.view())},
            {"kind", row.case_id ? "reveal" : "limit"},
            {"state", view.state},
            {"case", row.case_id ? Json(to_hex(row.case_id->view())) : Json()},
            {"reference", text(view.reference)},
            {"requester", {{"username", view.requester}, {"display_name", view.requester_name}}},
            {"unit", row.unit},
            {"purpose", text(row.purpose)},
            {"compartments", std::move(compartments)},
            {"note", text(view.note.expose_text())},
            {"approver", text(view.approver)},
            {"asked_at", ops::format_rfc3339(row.asked_at)},
            {"expires_at", ops::format_rfc3339(row.expires_at)},
            {"leaf", row.leaf},
            {"may_decide", view.may_decide},
            {"version", row.version}};
}

Result<RowId> approval_id(const http::RouteMatch& match) {
    Result<Bytes> bytes = from_hex(match.param("id"));
    if (!bytes) return fail(Errc::not_found, "approval id");
    Result<RowId> id = RowId::from(*bytes);
    if (!id) return fail(Errc::not_found, "approval id");
    return *id;
}

asio::awaitable<http::Admission> admit_decider(Api* api, const http::Request* request,
                                               const http::RouteMatch* match) {
    const http::Authorize staff = staff_only(api);
    http::Admission admitted = co_await staff(request, match);
    const auto* context = std::get_if<std::unique_ptr<http::RequestContext>>(&admitted);
    if (context == nullptr) co_return admitted;
    Result<RowId> id = approval_id(*match);
    if (!id) co_return http::Response(std::move(id).error());
    const access::Member& member = dynamic_cast<const StaffContext&>(**context).member;
    Result<flow::ApprovalView> view = co_await flow::find_approval(api->services, &member, *id);
    if (!view) co_return http::Response(std::move(view).error());
    co_return admitted;
}

/// That the request is there and the member's to see, decided before the body is read.
http::Authorize approval_of_decider(Api* api) {
    return [api](const http::Request* request, const http::RouteMatch* match) {
        return admit_decider(api, request, match);
    };
}

asio::awaitable<http::Response> list(Api* api, http::RouteMatch match) {
    Result<std::vector<flow::ApprovalView>> views =
        co_await flow::list_approvals(api->services, &member_of(match));
    if (!views) co_return answer_error(std::move(views).error());
    Json items = Json::array();
    for (const flow::ApprovalView& view : *views) items.push_back(approval_json(view));
    co_return private_json(200, Json{{"items", std::move(items)}, {"next", nullptr}}.dump());
}

asio::awaitable<http::Response> one(Api* api, http::Request /*match views it*/, http::RouteMatch match) {
    Result<RowId> id = approval_id(match);
    if (!id) co_return answer_error(std::move(id).error());
    Result<flow::ApprovalView> view = co_await flow::find_approval(api->services, &member_of(match), *id);
    if (!view) co_return answer_error(std::move(view).error());
    co_return private_json(200, approval_json(*view).dump());
}

/// The unit a member acts for when no case says it.
std::string own_unit(const Api& api, const access::Member& member) {
    if (member.is_in(api.services->desk())) return api.services->desk();
    return member.units().empty() ? std::string() : member.units().front();
}

asio::awaitable<http::Response> ask(Api* api, http::Request request, http::RouteMatch match) {
    const access::Member& member = member_of(match);
    std::string kind;
    flow::AskRequest wanted;
    Form form;
    form.text("/kind", kind, {.required = true, .max = 16});
    form.text("/note", wanted.note, {.required = true, .min = 15, .max = 500});
    if (auto errors = form.read(request.body()); !errors.empty()) co_return refuse(std::move(errors));
    if (kind != "limit") co_return refuse("/kind", "Chỉ nhận limit; việc mở hồ sơ xin tại /reveal.");
    wanted.unit = own_unit(*api, member);
    Result<flow::Asked> asked = co_await flow::ask_approval(api->services, &member, std::move(wanted));
    if (!asked) co_return answer_error(std::move(asked).error());
    co_return private_json(202, Json{{"approval", {{"id", to_hex(asked->id.view())}, {"state", "pending"}}},
                                     {"leaf", asked->leaf}}
                                    .dump());
}

using Decide = asio::awaitable<Result<std::uint32_t>> (*)(flow::Services*, const access::Member*, RowId,
                                                          flow::SecondOpinion);

asio::awaitable<http::Response> decide(Api* api, http::Request request, http::RouteMatch match, Decide act) {
    flow::SecondOpinion opinion;
    std::uint32_t version = 0;
    const bool refuses = act == flow::refuse_approval;
    Form form;
    form.integer("/version", version);
    if (refuses) form.text("/reason", opinion.reason, {.required = true, .min = 15, .max = 500});
    if (auto errors = form.read(request.body()); !errors.empty()) co_return refuse(std::move(errors));
    if (version != 0) opinion.version = version;
    Result<std::optional<flow::Idempotency>> idempotency =
        idempotency_of(request, match, member_of(match).id().view());
    if (!idempotency) co_return refuse("Idempotency-Key", "Khóa phải dài từ 22 đến 200 ký tự.");
    opinion.idempotency = *std::move(idempotency);
    Result<RowId> id = approval_id(match);
    if (!id) co_return answer_error(std::move(id).error());
    Result<std::uint32_t> decided = co_await act(api->services, &member_of(match), *id, std::move(opinion));
    if (!decided) co_return answer_error(std::move(decided).error());
    co_return co_await one(api, std::move(request), std::move(match));
}

void add_decision(http::Router& router, Api* api, std::string name, Decide act) {
    router.add(
        {.method = http::Method::post,
         .pattern = "/v1/approvals/{id}/" + name,
         .name = "approvals." + name,
         .max_body = 8192,
         .json_body = true},
        [api, act](http::Request request, http::RouteMatch match) {
            return decide(api, std::move(request), std::move(match), act);
        },
        approval_of_decider(api));
}

}  // namespace

void add_approval_routes(http::Router& router, Api* api) {
    using http::Method;
    router.add(
        {.method = Method::get, .pattern = "/v1/approvals", .name = "approvals.list"},
        [api](http::Request, http::RouteMatch match) { return list(api, std::move(match)); },
        staff_only(api));
    router.add(
        {.method = Method::post,
         .pattern = "/v1/approvals",
         .name = "approvals.ask",
         .max_body = 8192,
         .json_body = true},
        [api](http::Request request, http::RouteMatch match) {
            return ask(api, std::move(request), std::move(match));
        },
        staff_only(api));
    router.add(
        {.method = Method::get, .pattern = "/v1/approvals/{id}", .name = "approvals.read"},
        [api](http::Request request, http::RouteMatch match) {
            return one(api, std::move(request), std::move(match));
        },
        staff_only(api));
    add_decision(router, api, "approve", flow::approve);
    add_decision(router, api, "refuse", flow::refuse_approval);
}

}  // namespace hotline::api
