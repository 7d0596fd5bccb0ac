#include "server/api/handling.hpp"
#include "server/flow/divert.hpp"
#include "server/flow/track.hpp"

namespace hotline::api {
namespace {

Json reply_json(const SecretBytes& message) {
    const Json json = Json::parse(message.expose_text(), nullptr, false);
    Json out = Json::object();
    // The officer's alias stands in the list of accesses; an answer is the unit's.
    for (const char* name : {"at", "from", "unit", "text", "interim"})
        if (json.is_object() && json.contains(name)) out[name] = json[name];
    return out;
}

Json access_with_proof(const flow::Access& access) {
    Json out = access_json(access.event);
    out["leaf_text"] = as_text(access.event.leaf);
    out["shown"] = access.event.details.shown_json;
    out["salt"] = to_base64(access.event.details.shown_salt.view());
    out["proof"] = access.proof;
    return out;
}

Json tracked_json(const Api& api, const flow::Tracked& tracked) {
    const storage::CaseRow& row = tracked.row;
    const routing::Unit* unit = api.services->directory->find_unit(row.unit);
    Json body{{"reference", storage::format_reference(row.number)},
              {"state", storage::wire_name(row.state)},
              {"class", row.class_code},
              {"field", row.field},
              {"unit", row.unit},
              {"unit_name", unit == nullptr ? row.unit : unit->name},
              {"received_at", ops::format_rfc3339(row.received_at)},
              {"due_at", time_json(row.due_at)},
              {"guidance", nullptr},
              {"replies", Json::array()},
              {"accesses", Json::array()},
              {"log_vkey", api.log_key}};
    if (const std::string_view guidance = flow::guidance_for_reporter(row.class_code); !guidance.empty())
        body["guidance"] = guidance;
    for (const SecretBytes& reply : tracked.replies) body["replies"].push_back(reply_json(reply));
    for (const flow::Access& access : tracked.accesses) body["accesses"].push_back(access_with_proof(access));
    return body;
}

asio::awaitable<http::Response> track(Api* api, http::Request request) {
    if (!api->public_track->allow(request.peer().to_string(), std::chrono::steady_clock::now()))
        co_return http::Response(fail(Errc::rate_limited, "track"));
    SecretBytes text;
    Form form;
    form.secret("/tracking_code", text, {.required = true, .max = 100});
    if (auto errors = form.read(request.body()); !errors.empty()) co_return refuse(std::move(errors));
    Result<crypto::TrackingCode> code = crypto::parse_tracking_code(text.expose_text());
    if (!code) co_return http::Response(fail(Errc::not_found, "not a tracking code"));
    Result<flow::Tracked> tracked = co_await flow::track(api->services, *std::move(code));
    if (!tracked) co_return answer_error(std::move(tracked).error());
    co_return private_json(200, tracked_json(*api, *tracked).dump());
}

}  // namespace

void add_public_routes(http::Router& router, Api* api) {
    router.add({.method = http::Method::post,
                .pattern = "/v1/public/track",
                .name = "public.track",
                .auth = http::Auth::anyone,
                .max_body = 4096,
                .json_body = true},
               [api](http::Request request, http::RouteMatch) { return track(api, std::move(request)); });
}

}  // namespace hotline::api
