#include "server/api/handling.hpp"
#include "server/flow/admit.hpp"
#include "server/flow/membership.hpp"

namespace hotline::api {
namespace {

Json person_json(const flow::Person& person) {
    Json invited;
    if (person.invited)
        invited = {{"expires_at", ops::format_rfc3339(person.invited->expires_at)},
                   {"activated", person.invited->activated}};
    return {{"id", to_hex(person.id.view())},
            {"username", person.username},
            {"display_name", person.display_name},
            {"alias", person.alias},
            {"state", flow::wire_name(person.state)},
            {"roles", person.roles},
            {"units", person.units},
            {"keys", person.keys},
            {"second_factor", person.second_factor},
            {"invitation", std::move(invited)}};
}

/// Fewer than two who can open a unit's cases is a risk that somebody should be told of.
Json warning_of(std::size_t holders) {
    if (holders == 0) return "nobody";
    if (holders == 1) return "only-one";
    return nullptr;
}

asio::awaitable<http::Response> list_users(Api* api, http::RouteMatch match) {
    Result<std::vector<flow::Person>> people = co_await flow::list_people(api->services, &member_of(match));
    if (!people) co_return answer_error(std::move(people).error());
    Json items = Json::array();
    for (const flow::Person& person : *people) items.push_back(person_json(person));
    co_return private_json(200, Json{{"items", std::move(items)}, {"next", nullptr}}.dump());
}

/// @param request  what `match` has views of
asio::awaitable<http::Response> read_user(Api* api, http::Request /*request*/, http::RouteMatch match) {
    Result<flow::Person> person =
        co_await flow::find_person(api->services, &member_of(match), std::string(match.param("id")));
    if (!person) co_return answer_error(std::move(person).error());
    co_return private_json(200, person_json(*person).dump());
}

asio::awaitable<http::Response> list_units(Api* api, http::RouteMatch match) {
    Result<std::vector<flow::UnitKeys>> units =
        co_await flow::list_unit_keys(api->services, &member_of(match));
    if (!units) co_return answer_error(std::move(units).error());
    Json items = Json::array();
    for (const flow::UnitKeys& unit : *units) {
        Json holders = Json::array();
        for (const flow::Person& person : unit.holders)
            holders.push_back({{"id", to_hex(person.id.view())},
                               {"username", person.username},
                               {"display_name", person.display_name}});
        items.push_back({{"code", unit.code},
                         {"name", unit.name},
                         {"members_with_keys", std::move(holders)},
                         {"warning", warning_of(unit.holders.size())}});
    }
    co_return private_json(200, Json{{"items", std::move(items)}, {"next", nullptr}}.dump());
}

/// The sentence for a field that `flow::invite` refuses by its pointer.
http::Response answer_invite_error(Error error) {
    if (error.code == Errc::conflict) return refuse("/username", "Tên đăng nhập đã có người dùng.");
    if (error.code != Errc::bad_input) return answer_error(std::move(error));
    std::string pointer = std::move(error.internal);
    std::string sentence = "Vai trò không hợp lệ.";
    if (pointer == "/username") sentence = "Dùng 3–64 ký tự: a–z, 0–9, dấu chấm, gạch dưới, gạch nối.";
    if (pointer == "/display_name") sentence = "Tên hiển thị cần 1–100 ký tự trên một dòng.";
    if (pointer == "/units") sentence = "Đơn vị không phù hợp với vai trò.";
    return refuse(std::move(pointer), std::move(sentence));
}

asio::awaitable<http::Response> invite(Api* api, http::Request request, http::RouteMatch match) {
    flow::Invite wanted;
    Form form;
    form.text("/username", wanted.username, {.required = true, .max = 64});
    form.text("/display_name", wanted.display_name, {.required = true, .max = 100});
    form.list("/roles", wanted.roles, true);
    form.list("/units", wanted.units);
    if (auto errors = form.read(request.body()); !errors.empty()) co_return refuse(std::move(errors));
    const access::Member& admin = member_of(match);
    auto idempotency = idempotency_of(request, match, admin.id().view());
    if (!idempotency) co_return answer_error(std::move(idempotency).error());
    wanted.idempotency = *std::move(idempotency);
    Result<SecretBytes> made = co_await flow::invite(api->services, &admin, std::move(wanted));
    if (!made) co_return answer_invite_error(std::move(made).error());
    co_return private_json(201, *std::move(made));
}

/// The user that the path names; `authorize` has seen that there is one.
UserId user_of(const http::RouteMatch& match) {
    return UserId::from(from_hex(match.param("id")).value()).value();
}

using Act = asio::awaitable<Result<SecretBytes>> (*)(flow::Services*, const access::Member*, UserId,
                                                     flow::LossRequest);

asio::awaitable<http::Response> act_on_user(Api* api, Act act, http::Request request,
                                            http::RouteMatch match) {
    flow::LossRequest wanted;
    Form form;
    form.flag("/accept_loss", wanted.accept_loss);
    if (auto errors = form.read(request.body()); !errors.empty()) co_return refuse(std::move(errors));
    const access::Member& admin = member_of(match);
    auto idempotency = idempotency_of(request, match, admin.id().view());
    if (!idempotency) co_return answer_error(std::move(idempotency).error());
    wanted.idempotency = *std::move(idempotency);
    Result<SecretBytes> done = co_await act(api->services, &admin, user_of(match), std::move(wanted));
    if (!done) co_return answer_error(std::move(done).error());
    co_return private_json(200, *std::move(done));
}

asio::awaitable<http::Response> confirm(Api* api, http::Request request, http::RouteMatch match) {
    Form form;
    if (auto errors = form.read(request.body()); !errors.empty()) co_return refuse(std::move(errors));
    const access::Member& admin = member_of(match);
    auto idempotency = idempotency_of(request, match, admin.id().view());
    if (!idempotency) co_return answer_error(std::move(idempotency).error());
    Result<SecretBytes> done =
        co_await flow::confirm_member(api->services, &admin, user_of(match), *std::move(idempotency));
    if (!done) co_return answer_error(std::move(done).error());
    co_return private_json(200, *std::move(done));
}

asio::awaitable<http::Response> grant(Api* api, http::Request request, http::RouteMatch match) {
    std::string unit;
    Form form;
    form.text("/unit", unit, {.required = true, .max = 64});
    if (auto errors = form.read(request.body()); !errors.empty()) co_return refuse(std::move(errors));
    const access::Member& giver = member_of(match);
    auto idempotency = idempotency_of(request, match, giver.id().view());
    if (!idempotency) co_return answer_error(std::move(idempotency).error());
    Result<SecretBytes> done = co_await flow::grant_keys(api->services, &giver, user_of(match),
                                                         std::move(unit), *std::move(idempotency));
    if (!done) co_return answer_error(std::move(done).error());
    co_return private_json(200, *std::move(done));
}

http::RouteInfo change_of(const char* pattern, const char* name) {
    return {
        .method = http::Method::post, .pattern = pattern, .name = name, .max_body = 8192, .json_body = true};
}

}  // namespace

void add_people_routes(http::Router& router, Api* api) {
    using http::Method;
    router.add(
        {.method = Method::get, .pattern = "/v1/users", .name = "users.list"},
        [api](http::Request, http::RouteMatch match) { return list_users(api, std::move(match)); },
        staff_only(api));
    router.add(
        {.method = Method::get, .pattern = "/v1/units", .name = "units.list"},
        [api](http::Request, http::RouteMatch match) { return list_units(api, std::move(match)); },
        staff_only(api));
    router.add(
        {.method = Method::get, .pattern = "/v1/users/{id}", .name = "users.read"},
        [api](http::Request request, http::RouteMatch match) {
            return read_user(api, std::move(request), std::move(match));
        },
        person_of_member(api));
    router.add(
        change_of("/v1/users", "users.invite"),
        [api](http::Request request, http::RouteMatch match) {
            return invite(api, std::move(request), std::move(match));
        },
        staff_only(api));
    router.add(
        change_of("/v1/users/{id}/confirm", "users.confirm"),
        [api](http::Request request, http::RouteMatch match) {
            return confirm(api, std::move(request), std::move(match));
        },
        person_of_member(api));
    router.add(
        change_of("/v1/users/{id}/grants", "users.grant"),
        [api](http::Request request, http::RouteMatch match) {
            return grant(api, std::move(request), std::move(match));
        },
        person_of_member(api));
    struct {
        const char* pattern;
        const char* name;
        Act act;
    } const acts[] = {{"/v1/users/{id}/reinvite", "users.reinvite", flow::invite_again},
                      {"/v1/users/{id}/suspend", "users.suspend", flow::suspend},
                      {"/v1/users/{id}/reinstate", "users.reinstate", flow::reinstate},
                      {"/v1/users/{id}/remove", "users.remove", flow::remove_member}};
    for (const auto& each : acts)
        router.add(
            change_of(each.pattern, each.name),
            [api, act = each.act](http::Request request, http::RouteMatch match) {
                return act_on_user(api, act, std::move(request), std::move(match));
            },
            person_of_member(api));
}

}  // namespace hotline::api
