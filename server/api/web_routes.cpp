#include "server/api/pages.hpp"

namespace hotline::api {
namespace {

constexpr std::string_view kForEver = "public, max-age=31536000, immutable";

/// A page holds no data, but what a browser keeps of it may show what it was filled with: never kept.
http::Response page(const http::StaticFiles& files, const http::Request& request, std::string_view name) {
    const http::StaticFiles::File* file = files.find(std::string(name) + ".html");
    if (file == nullptr) return fail(Errc::not_found, "no such page");
    return http::answer_with(*file, request).set("Content-Security-Policy", http::kPagePolicy);
}

/// The hash in its name is the file's version.
http::Response asset(const http::StaticFiles& files, const http::Request& request, std::string_view name) {
    const http::StaticFiles::File* file = files.find("assets/" + std::string(name));
    if (file == nullptr) return fail(Errc::not_found, "no such file");
    return http::answer_with(*file, request).set("Cache-Control", kForEver);
}

asio::awaitable<http::Response> serve_page(const http::StaticFiles* files, http::Request request,
                                           http::RouteMatch match) {
    co_return page(*files, request, match.param("page"));
}

asio::awaitable<http::Response> serve_asset(const http::StaticFiles* files, http::Request request,
                                            http::RouteMatch match) {
    co_return asset(*files, request, match.param("file"));
}

}  // namespace

void add_staff_page_routes(http::Router& router, const http::StaticFiles* files) {
    using http::Method;
    router.add({.method = Method::get,
                .pattern = "/{page}",
                .name = "web.page",
                .auth = http::Auth::anyone,
                .response = http::ResponseKind::file},
               [files](http::Request request, http::RouteMatch match) {
                   return serve_page(files, std::move(request), std::move(match));
               });
    router.add({.method = Method::get,
                .pattern = "/assets/{file}",
                .name = "web.asset",
                .auth = http::Auth::anyone,
                .response = http::ResponseKind::file},
               [files](http::Request request, http::RouteMatch match) {
                   return serve_asset(files, std::move(request), std::move(match));
               });
}

void add_page_routes(http::Router& router, Api* api, const http::StaticFiles* files) {
    static const http::StaticFiles none;
    if (files == nullptr) files = &none;
    add_staff_page_routes(router, files);
    add_citizen_routes(router, api, *files);
}

}  // namespace hotline::api
