#include "server/api/handling.hpp"
#include "server/audit/exports.hpp"
#include "server/flow/export_log.hpp"
#include "server/flow/track.hpp"

#include <algorithm>
#include <charconv>

namespace hotline::api {
namespace {

constexpr std::string_view kPlain = "text/plain; charset=utf-8";

asio::awaitable<http::Response> checkpoint(Api* api) {
    Result<storage::CheckpointRow> latest =
        co_await ops::read(api->services->engine, [](storage::ReadTx& tx) { return tx.latest_checkpoint(); });
    if (!latest) co_return answer_error(std::move(latest).error());
    co_return http::Response::bytes(200, kPlain, std::move(latest->note)).set("Cache-Control", "no-cache");
}

/// What a tile path asks for: "x001/x234/067" or "000.p/5".
struct TileName {
    std::uint64_t index = 0;
    std::uint64_t width = 256;
};

/// Errors: not_found when `path` is not the canonical name of a tile.
Result<TileName> parse_tile(std::uint8_t level, std::string_view path) {
    TileName name;
    std::string_view digits = path;
    if (const std::size_t partial = path.find(".p/"); partial != std::string_view::npos) {
        Result<std::uint64_t> width = path_number(path.substr(partial + 3));
        if (!width || *width == 0 || *width > 255) return fail(Errc::not_found, "tile width");
        name.width = *width;
        digits = path.substr(0, partial);
    }
    for (const char c : digits) {
        if (c == 'x' || c == '/') continue;
        if (c < '0' || c > '9' || name.index > (std::uint64_t{1} << 50U))
            return fail(Errc::not_found, "tile path");
        name.index = (name.index * 10) + static_cast<std::uint64_t>(c - '0');
    }
    const std::string canonical = crypto::tile_path(level, name.index, static_cast<unsigned>(name.width));
    if (canonical != "tile/" + std::to_string(level) + "/" + std::string(path))
        return fail(Errc::not_found, "not a canonical tile path");
    return name;
}

asio::awaitable<http::Response> tile(Api* api, http::Request /*match views it*/, http::RouteMatch match) {
    Result<std::uint64_t> level = path_number(match.param("level"));
    if (!level || *level > 7) co_return http::Response(fail(Errc::not_found, "tile level"));
    Result<TileName> name = parse_tile(static_cast<std::uint8_t>(*level), match.param("rest"));
    if (!name) co_return http::Response(std::move(name).error());
    Result<Bytes> bytes = co_await ops::read(
        api->services->engine, [level = static_cast<std::uint8_t>(*level),
                                index = name->index](storage::ReadTx& tx) { return tx.tile(level, index); });
    if (!bytes) co_return answer_error(std::move(bytes).error());
    const std::size_t wanted = name->width * Hash32::size;
    if (bytes->size() < wanted)
        co_return http::Response(fail(Errc::not_found, "the tile is not that wide yet"));
    co_return http::Response::bytes(200, "application/octet-stream",
                                    std::string(as_text(ByteView(*bytes).first(wanted))))
        .set("Cache-Control", "public, max-age=31536000, immutable");
}

asio::awaitable<http::Response> proof(Api* api, http::Request /*match views it*/, http::RouteMatch match) {
    Result<std::uint64_t> index = path_number(match.param("index"));
    if (!index) co_return http::Response(std::move(index).error());
    Result<std::string> text = co_await ops::read(
        api->services->engine, [index = *index](storage::ReadTx& tx) { return flow::proof_of(tx, index); });
    if (!text) co_return answer_error(std::move(text).error());
    co_return http::Response::bytes(200, kPlain, *std::move(text)).set("Cache-Control", "no-cache");
}

/// One leaf with its opened details, for the auditor.
asio::awaitable<http::Response> entry(Api* api, http::Request /*match views it*/, http::RouteMatch match) {
    Result<std::uint64_t> index = path_number(match.param("index"));
    if (!index) co_return http::Response(std::move(index).error());
    Result<flow::AuditEvent> event =
        co_await flow::read_audit_event(api->services, &member_of(match), *index);
    if (!event) co_return answer_error(std::move(event).error());
    co_return private_json(200, audit::leaf_line(event->event, event->staff.expose_text(), std::nullopt));
}

}  // namespace

void add_log_routes(http::Router& router, Api* api) {
    using http::Auth;
    using http::Method;
    router.add({.method = Method::get,
                .pattern = "/v1/log/checkpoint",
                .name = "log.checkpoint",
                .auth = Auth::anyone,
                .response = http::ResponseKind::text},
               [api](http::Request, http::RouteMatch) { return checkpoint(api); });
    router.add({.method = Method::get,
                .pattern = "/v1/log/tile/{level}/{rest...}",
                .name = "log.tile",
                .auth = Auth::anyone,
                .response = http::ResponseKind::file},
               [api](http::Request request, http::RouteMatch match) {
                   return tile(api, std::move(request), std::move(match));
               });
    router.add({.method = Method::get,
                .pattern = "/v1/log/proof/{index}",
                .name = "log.proof",
                .auth = Auth::anyone,
                .response = http::ResponseKind::text},
               [api](http::Request request, http::RouteMatch match) {
                   return proof(api, std::move(request), std::move(match));
               });
    router.add(
        {.method = Method::get, .pattern = "/v1/log/entries/{index}", .name = "log.entry"},
        [api](http::Request request, http::RouteMatch match) {
            return entry(api, std::move(request), std::move(match));
        },
        staff_only(api));
}

}  // namespace hotline::api
