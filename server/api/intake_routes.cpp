#include "server/api/complaint_form.hpp"
#include "server/api/handling.hpp"
#include "server/flow/preview.hpp"
#include "server/flow/receive.hpp"

namespace hotline::api {
namespace {

Json spans_json(const std::vector<redaction::Span>& spans) {
    Json out = Json::array();
    for (const redaction::Span& span : spans)
        out.push_back({{"start", span.start},
                       {"end", span.end},
                       {"type", redaction::name_of(span.type)},
                       {"confidence", span.confidence},
                       {"detector", span.detector}});
    return out;
}

Json suggestion_json(const flow::Preview& preview) {
    const routing::Suggestion& suggestion = preview.suggestion;
    Json alternatives = Json::array();
    for (const routing::Alternative& each : suggestion.alternatives)
        alternatives.push_back(
            {{"field", each.field_code}, {"unit", each.unit_code}, {"confidence", each.confidence}});
    Json out{{"class",
              {{"code", suggestion.complaint_class.code},
               {"confidence", suggestion.complaint_class.confidence},
               {"because", suggestion.complaint_class.because}}},
             {"field",
              {{"code", suggestion.field.code},
               {"confidence", suggestion.field.confidence},
               {"because", suggestion.field.because}}},
             {"area",
              {{"code", suggestion.area_code ? Json(*suggestion.area_code) : Json()},
               {"because", suggestion.area_because}}},
             {"unit", {{"code", suggestion.unit_code}, {"name", suggestion.unit_name}}},
             {"ask", suggestion.ask},
             {"alternatives", std::move(alternatives)},
             {"urgency", routing::name_of(suggestion.urgency)},
             {"model", preview.model}};
    if (!preview.guidance.empty()) out["guidance"] = preview.guidance;
    return out;
}

asio::awaitable<http::Response> preview(Api* api, http::Request request) {
    SecretBytes text;
    std::string area;
    std::string channel;
    Form form;
    form.secret("/text", text, {.required = true, .max = kMostCharacters});
    form.text("/area", area, {.max = 64});
    form.text("/channel", channel, {.max = 32});
    if (auto errors = form.read(request.body()); !errors.empty()) co_return refuse(std::move(errors));
    if (!area.empty() && api->services->directory->find_area(area) == nullptr)
        co_return refuse("/area", "Địa bàn không có trong danh mục.");
    Result<flow::Preview> found = flow::preview(*api->services, text.expose_text(), area);
    if (!found) co_return refuse("/text", "Nội dung không phải văn bản UTF-8 hợp lệ.");
    Json body{{"normalized_text", found->redaction.normalized_text.expose_text()},
              {"redacted_text", found->redaction.redacted_text},
              {"spans", spans_json(found->redaction.spans)}};
    body.update(suggestion_json(*found));
    co_return private_json(200, body.dump());
}

/// The answer to a recorded complaint; the same text when it is asked for again.
SecretBytes received_json(const flow::Received& received) {
    SecretBytes out = SecretBytes::from_text("{\"reference\":\"");
    out.append(storage::format_reference(received.number));
    out.append("\",\"tracking_code\":\"");
    out.append(received.tracking_code.expose_secret());
    out.append("\",\"leaf\":");
    out.append(std::to_string(received.leaf));
    out.append(",");
    out.append(std::string_view(received.facts_json).substr(1));  // the facts, without their brace
    return out;
}

asio::awaitable<http::Response> create(Api* api, http::Request request, http::RouteMatch match) {
    const access::Member* by = match.context ? &member_of(match) : nullptr;
    if (by == nullptr &&
        !api->public_intake->allow(request.peer().to_string(), std::chrono::steady_clock::now()))
        co_return http::Response(fail(Errc::rate_limited, "public intake"));
    flow::Complaint complaint;
    std::vector<http::FieldError> errors = read_complaint(request.body(), complaint);
    if (by == nullptr && complaint.channel.empty()) complaint.channel = "web";
    if (errors.empty())
        for (flow::InputFault& fault : flow::faults_in(*api->services, complaint, by == nullptr))
            errors.push_back({std::move(fault.pointer), std::move(fault.detail)});
    if (!errors.empty()) co_return refuse(std::move(errors));
    Result<std::optional<flow::Idempotency>> idempotency =
        idempotency_of(request, match, by == nullptr ? ByteView() : by->id().view());
    if (!idempotency) co_return refuse("Idempotency-Key", "Khóa phải dài từ 22 đến 200 ký tự.");

    Result<flow::Received> received =
        co_await flow::receive(api->services, by, std::move(complaint), *std::move(idempotency));
    if (!received) co_return answer_error(std::move(received).error());
    co_return private_json(201, received_json(*received));
}

}  // namespace

void add_intake_routes(http::Router& router, Api* api) {
    using http::Method;
    router.add(
        {.method = Method::post,
         .pattern = "/v1/intake/preview",
         .name = "intake.preview",
         .json_body = true},
        [api](http::Request request, http::RouteMatch) { return preview(api, std::move(request)); },
        staff_only(api));
    router.add(
        {.method = Method::post, .pattern = "/v1/cases", .name = "cases.create", .json_body = true},
        [api](http::Request request, http::RouteMatch match) {
            return create(api, std::move(request), std::move(match));
        },
        staff_only(api));
    router.add({.method = Method::post,
                .pattern = "/v1/public/cases",
                .name = "public.create",
                .auth = http::Auth::anyone,
                .json_body = true},
               [api](http::Request request, http::RouteMatch match) {
                   return create(api, std::move(request), std::move(match));
               });
}

}  // namespace hotline::api
