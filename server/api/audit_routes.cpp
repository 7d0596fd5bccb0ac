#include "server/api/handling.hpp"
#include "server/flow/export_log.hpp"
#include "server/flow/reveal.hpp"

#include <algorithm>

namespace hotline::api {
namespace {

Json audit_event_json(const flow::AuditEvent& item) {
    Json out = access_json(item.event);
    const Json shown = Json::parse(item.event.details.shown_json, nullptr, false);
    for (const char* name : {"case", "reference", "detail"})
        out[name] = shown.is_object() && shown.contains(name) ? shown[name] : Json();
    out["index"] = item.event.index;
    out["kind"] = item.event.details.kind;
    const std::string_view staff = item.staff_json();
    out["staff"] = staff.empty() ? Json() : Json::parse(staff, nullptr, false);
    return out;
}

/// Errors: bad_input; `internal` names the parameter.
Result<storage::EventQuery> query_of(const http::Request& request) {
    storage::EventQuery query;
    Result<std::optional<storage::Time>> since = query_time(request, "since");
    if (!since) return since.error();
    Result<std::optional<storage::Time>> until = query_time(request, "until");
    if (!until) return until.error();
    Result<std::uint64_t> limit = query_number(request, "limit", 50, 1, 200);
    if (!limit) return limit.error();
    query.since = *since;
    query.until = *until;
    query.limit = static_cast<std::uint32_t>(*limit);
    query.unit = query_text(request, "unit");
    query.purpose = query_text(request, "purpose");
    query.kind_prefix = query_text(request, "kind");
    if (const std::string cursor = query_text(request, "cursor"); !cursor.empty()) {
        Result<std::uint64_t> to = events::parse_cursor(cursor);
        if (!to) return to.error();
        query.to = *to;
    }
    return query;
}

/// A case given by its reference or its id in hexadecimal. Errors: bad_input (not one), not_found.
asio::awaitable<Result<std::optional<CaseId>>> case_named(Api* api, std::string name) {
    if (name.empty()) co_return std::optional<CaseId>();
    if (Result<storage::CaseNumber> number = storage::parse_reference(name); number) {
        Result<storage::CaseRecord> record = co_await ops::read(
            api->services->engine, [number = *number](storage::ReadTx& tx) { return tx.find_case(number); });
        if (!record) co_return record.error();
        co_return std::optional(record->row.id);
    }
    Result<Bytes> bytes = from_hex(name);
    if (!bytes) co_return fail(Errc::bad_input, "case");
    Result<CaseId> id = CaseId::from(*bytes);
    if (!id) co_return fail(Errc::bad_input, "case");
    co_return std::optional(*id);
}

asio::awaitable<http::Response> list(Api* api, http::Request request, http::RouteMatch match) {
    if (const auto unknown = unknown_query(
            request, {"since", "until", "unit", "officer", "purpose", "kind", "case", "limit", "cursor"}))
        co_return refuse(*unknown, "Tham số không được chấp nhận.");
    Result<storage::EventQuery> query = query_of(request);
    if (!query) co_return refuse(query.error().internal, "Giá trị không hợp lệ.");
    Result<std::optional<CaseId>> case_id = co_await case_named(api, query_text(request, "case"));
    if (!case_id) co_return refuse("case", "Không có hồ sơ này.");
    query->case_id = *case_id;
    Result<flow::AuditPage> page = co_await flow::list_audit_events(
        api->services, &member_of(match), *std::move(query), query_text(request, "officer"));
    if (!page && page.error().code == Errc::bad_input) co_return refuse("officer", "Không có tài khoản này.");
    if (!page) co_return answer_error(std::move(page).error());
    Json items = Json::array();
    for (const flow::AuditEvent& item : page->items) items.push_back(audit_event_json(item));
    const Json body{{"items", std::move(items)},
                    {"next", page->next ? Json(events::format_cursor(*page->next)) : Json()}};
    co_return private_json(200, body.dump());
}

struct ExportInput {
    std::string reason, since, until, unit, officer, purpose, case_name;
};

asio::awaitable<http::Response> create(Api* api, http::Request request, http::RouteMatch match) {
    ExportInput input;
    Form form;
    form.text("/reason", input.reason, {.required = true, .min = 15, .max = 500});
    form.text("/since", input.since, {.max = 64});
    form.text("/until", input.until, {.max = 64});
    form.text("/unit", input.unit, {.max = 64});
    form.text("/officer", input.officer, {.max = 100});
    form.text("/purpose", input.purpose, {.max = 64});
    form.text("/case", input.case_name, {.max = 64});
    if (auto errors = form.read(request.body()); !errors.empty()) co_return refuse(std::move(errors));

    // The filter stays in clear beside the export, so it holds codes of closed lists and nothing that
    // somebody typed.
    if (!input.unit.empty() && api->services->sealer->directory()->primary(input.unit) == nullptr)
        co_return refuse("/unit", "Không có đơn vị này.");
    if (!input.purpose.empty() &&
        std::ranges::find(flow::reveal_purposes(), input.purpose) == flow::reveal_purposes().end())
        co_return refuse("/purpose", "Mục đích không có trong danh mục.");

    flow::ExportRequest wanted{input.reason, input.officer, {}};
    wanted.filter.unit = input.unit;
    wanted.filter.purpose = input.purpose;
    for (const auto& [text, pointer, into] : {std::tuple{&input.since, "/since", &wanted.filter.since},
                                              std::tuple{&input.until, "/until", &wanted.filter.until}}) {
        if (text->empty()) continue;
        Result<ops::SysTime> time = ops::parse_rfc3339(*text);
        if (!time) co_return refuse(pointer, "Thời điểm phải theo RFC 3339.");
        *into = *time;
    }
    Result<std::optional<CaseId>> case_id = co_await case_named(api, input.case_name);
    if (!case_id) co_return refuse("/case", "Không có hồ sơ này.");
    wanted.filter.case_id = *case_id;
    Result<flow::ExportSummary> made =
        co_await flow::create_export(api->services, &member_of(match), std::move(wanted));
    if (!made && made.error().code == Errc::bad_input)
        co_return refuse("/officer", "Không có tài khoản này.");
    if (!made) co_return answer_error(std::move(made).error());
    co_return private_json(201, Json{{"id", to_hex(made->id.view())},
                                     {"leaf", made->leaf},
                                     {"size", made->size},
                                     {"complete", made->complete},
                                     {"files", audit::export_files(made->size)}}
                                    .dump());
}

/// Streams one file; a failure on the way cuts the connection, so that the client sees it is not whole.
asio::awaitable<bool> stream_file(std::shared_ptr<flow::ExportFiles> files, std::string name,
                                  http::StreamWriter writer) {
    Result<void> written = co_await files->write(
        std::move(name), [writer](std::string piece) { return writer.write(std::move(piece)); });
    co_return written.has_value();
}

asio::awaitable<http::Response> file(Api* api, http::Request /*match views it*/, http::RouteMatch match) {
    Result<Bytes> bytes = from_hex(match.param("id"));
    if (!bytes) co_return http::Response(fail(Errc::not_found, "export id"));
    Result<RowId> id = RowId::from(*bytes);
    if (!id) co_return http::Response(fail(Errc::not_found, "export id"));
    Result<std::shared_ptr<flow::ExportFiles>> files =
        co_await flow::ExportFiles::open(api->services, &member_of(match), *id);
    if (!files) co_return answer_error(std::move(files).error());
    const std::string name(match.param("name"));
    if (!(*files)->has(name)) co_return http::Response(fail(Errc::not_found, "no such file"));
    co_return http::Response::download(
        "application/octet-stream", std::nullopt,
        [kept = *files, name](http::StreamWriter writer) { return stream_file(kept, name, writer); })
        .set("Cache-Control", "no-store");
}

}  // namespace

void add_audit_routes(http::Router& router, Api* api) {
    using http::Method;
    router.add(
        {.method = Method::get, .pattern = "/v1/audit/events", .name = "audit.events"},
        [api](http::Request request, http::RouteMatch match) {
            return list(api, std::move(request), std::move(match));
        },
        staff_only(api));
    router.add(
        {.method = Method::post,
         .pattern = "/v1/audit/exports",
         .name = "audit.export",
         .max_body = 16384,
         .json_body = true},
        [api](http::Request request, http::RouteMatch match) {
            return create(api, std::move(request), std::move(match));
        },
        staff_only(api));
    router.add(
        {.method = Method::get,
         .pattern = "/v1/audit/exports/{id}/files/{name}",
         .name = "audit.file",
         .response = http::ResponseKind::file},
        [api](http::Request request, http::RouteMatch match) {
            return file(api, std::move(request), std::move(match));
        },
        staff_only(api));
}

}  // namespace hotline::api
