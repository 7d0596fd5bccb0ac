#include "server/api/handling.hpp"
#include "server/flow/lookup.hpp"

namespace hotline::api {
namespace {

asio::awaitable<http::Response> look_up(Api* api, http::Request request, http::RouteMatch match) {
    SecretBytes phone;
    Form form;
    form.secret("/phone", phone, {.required = true, .max = 200});  // spoken digits are long
    if (auto errors = form.read(request.body()); !errors.empty()) co_return refuse(std::move(errors));
    Result<flow::LookedUp> found =
        co_await flow::look_up_caller(api->services, &member_of(match), std::move(phone));
    if (!found && found.error().code == Errc::bad_input)
        co_return refuse("/phone", "Không phải số điện thoại Việt Nam.");
    if (!found) co_return answer_error(std::move(found).error());
    co_return private_json(
        200, R"({"leaf":)" + std::to_string(found->leaf) + R"(,"items":)" + lines_json(found->lines) + "}");
}

asio::awaitable<http::Response> work(Api* api, http::RouteMatch match) {
    Result<flow::WorkDone> done = co_await flow::work(api->services, &member_of(match));
    if (!done) co_return answer_error(std::move(done).error());
    co_return private_json(200, Json{{"done", done->done}, {"left", done->left}}.dump());
}

Json units_json(const routing::Directory& directory) {
    Json units = Json::array();
    for (const routing::Unit& unit : directory.units())
        units.push_back({{"code", unit.code}, {"name", unit.name}, {"kind", routing::name_of(unit.kind)}});
    return units;
}

/// The lists that forms are filled from.
asio::awaitable<http::Response> directory(const Api* api) {
    const routing::Directory& known = *api->services->directory;
    Json fields = Json::array();
    for (const routing::Field& field : known.fields())
        fields.push_back({{"code", field.code}, {"name", field.name}});
    Json classes = Json::array();
    for (const routing::ComplaintClass& each : known.classes())
        classes.push_back({{"code", each.code}, {"name", each.name}, {"handled", each.handled}});
    Json areas = Json::array();
    for (const routing::Area& area : known.areas())
        areas.push_back({{"code", area.code}, {"name", area.name}});
    const Json body{{"province", known.province_name()},
                    {"units", units_json(known)},
                    {"fields", std::move(fields)},
                    {"classes", std::move(classes)},
                    {"areas", std::move(areas)}};
    co_return private_json(200, body.dump());
}

}  // namespace

void add_desk_routes(http::Router& router, Api* api) {
    using http::Method;
    router.add(
        {.method = Method::post,
         .pattern = "/v1/callers/lookup",
         .name = "callers.lookup",
         .max_body = 8192,
         .json_body = true},
        [api](http::Request request, http::RouteMatch match) {
            return look_up(api, std::move(request), std::move(match));
        },
        staff_only(api));
    router.add(
        {.method = Method::post, .pattern = "/v1/work", .name = "work", .max_body = 64},
        [api](http::Request, http::RouteMatch match) { return work(api, std::move(match)); },
        staff_only(api));
    router.add(
        {.method = Method::get, .pattern = "/v1/directory", .name = "directory.read"},
        [api](http::Request, http::RouteMatch) { return directory(api); }, staff_only(api));
}

}  // namespace hotline::api
