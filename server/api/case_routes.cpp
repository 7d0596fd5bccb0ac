#include "server/api/handling.hpp"
#include "server/calendar/explain.hpp"
#include "server/flow/inbox.hpp"
#include "server/flow/read_case.hpp"

#include <charconv>

namespace hotline::api {
namespace {

std::string format_case_cursor(storage::CaseNumber number) {
    return events::format_cursor(static_cast<std::uint64_t>(number));
}

/// Errors: bad_input; `internal` names the parameter.
Result<storage::CaseQuery> query_of(const http::Request& request) {
    storage::CaseQuery query;
    if (const auto unit = request.query("unit"); unit && !unit->empty()) query.units = {std::string(*unit)};
    if (const auto state = request.query("state"); state && !state->empty()) {
        query.state = storage::parse_case_state(*state);
        if (!query.state) return fail(Errc::bad_input, "state");
    }
    query.class_code = query_text(request, "class");
    query.field = query_text(request, "field");
    query.area = query_text(request, "area");
    const std::string due = query_text(request, "due");
    if (due == "overdue") {
        query.due = storage::DueFilter::overdue;
    } else if (due == "soon") {
        query.due = storage::DueFilter::soon;
    } else if (due == "ok") {
        query.due = storage::DueFilter::ok;
    } else if (!due.empty()) {
        return fail(Errc::bad_input, "due");
    }
    Result<std::optional<storage::Time>> since = query_time(request, "since");
    if (!since) return since.error();
    Result<std::optional<storage::Time>> until = query_time(request, "until");
    if (!until) return until.error();
    query.since = *since;
    query.until = *until;
    Result<std::uint64_t> limit = query_number(request, "limit", 50, 1, 200);
    if (!limit) return limit.error();
    query.limit = static_cast<std::uint32_t>(*limit);
    if (const auto cursor = request.query("cursor"); cursor && !cursor->empty()) {
        Result<std::uint64_t> before = events::parse_cursor(*cursor);
        if (!before) return before.error();
        query.before = static_cast<storage::CaseNumber>(*before);
    }
    return query;
}

Json counts_json(const storage::CaseCounts& counts) {
    Json by_state = Json::object();
    for (const auto& [state, count] : counts.by_state)
        by_state[std::string(storage::wire_name(state))] = count;
    return {{"by_state", std::move(by_state)},
            {"overdue", counts.overdue},
            {"soon", counts.soon},
            {"ok", counts.ok}};
}

asio::awaitable<http::Response> list(Api* api, http::Request request, http::RouteMatch match) {
    if (const auto unknown = unknown_query(
            request, {"unit", "state", "class", "field", "area", "due", "since", "until", "limit", "cursor"}))
        co_return refuse(*unknown, "Tham số không được chấp nhận.");
    Result<storage::CaseQuery> query = query_of(request);
    if (!query) co_return refuse(query.error().internal, "Giá trị không hợp lệ.");
    Result<flow::InboxPage> page =
        co_await flow::list_inbox(api->services, &member_of(match), *std::move(query));
    if (!page) co_return answer_error(std::move(page).error());
    const Json next = page->next ? Json(format_case_cursor(*page->next)) : Json();
    co_return private_json(200, R"({"items":)" + lines_json(page->lines) + R"(,"next":)" + next.dump() +
                                    R"(,"counts":)" + counts_json(page->counts).dump() + "}");
}

/// The days counted and skipped up to due_at. A deadline that was set under an earlier calendar or rule
/// agrees no more.
Json due_json(const calendar::Calendar& calendar, const flow::CaseView& view) {
    if (!view.due) return {};
    Json out = calendar::to_json(calendar, *view.due);
    out["agrees"] = view.row.due_at == view.due->due_at;
    return out;
}

Json view_json(const calendar::Calendar& calendar, const flow::CaseView& view) {
    Json body = summary_json(view.row, view.subject.expose_text());
    const storage::CaseFlags& flags = view.row.flags;
    body["flags"] = {{"anonymous", flags.anonymous},
                     {"confidential", flags.confidential},
                     {"contact_by_unit", flags.contact_by_unit},
                     {"notify", flags.notify},
                     {"publish", flags.publish}};
    body["report"] = view.report.expose_text();
    body["circumstances"] =
        view.circumstances.empty() ? Json() : Json::parse(view.circumstances.expose_text(), nullptr, false);
    body["conversation"] = Json::array();
    for (const SecretBytes& message : view.conversation)
        body["conversation"].push_back(Json::parse(message.expose_text(), nullptr, false));
    body["timeline"] = Json::array();
    for (const storage::EventRow& event : view.timeline) body["timeline"].push_back(access_json(event));
    body["compartments"] = Json::array();
    for (const flow::CompartmentView& each : view.compartments)
        body["compartments"].push_back({{"name", each.name}, {"access", each.access}});
    body["acts"] = Json::array();
    for (const flow::ActKind act : view.acts) body["acts"].push_back(flow::wire_name(act));
    body["due"] = due_json(calendar, view);
    return body;
}

asio::awaitable<http::Response> read(Api* api, http::Request /*match views it*/, http::RouteMatch match) {
    Result<flow::CaseView> view =
        co_await flow::read_case(api->services, &member_of(match), std::string(match.param("id")));
    if (!view) co_return answer_error(std::move(view).error());
    co_return private_json(200, view_json(*api->services->calendar, *view).dump());
}

}  // namespace

void add_case_routes(http::Router& router, Api* api) {
    using http::Method;
    router.add(
        {.method = Method::get, .pattern = "/v1/cases", .name = "cases.list"},
        [api](http::Request request, http::RouteMatch match) {
            return list(api, std::move(request), std::move(match));
        },
        staff_only(api));
    router.add(
        {.method = Method::get, .pattern = "/v1/cases/{id}", .name = "cases.read"},
        [api](http::Request request, http::RouteMatch match) {
            return read(api, std::move(request), std::move(match));
        },
        staff_who_read_cases(api));
}

}  // namespace hotline::api
