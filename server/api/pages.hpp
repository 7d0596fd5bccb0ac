#pragma once

#include "server/api/api.hpp"
#include "server/http/static_files.hpp"

#include <string_view>

namespace hotline::api {

/// The routes that browsers open: the citizen's pages, filled in here, and the built files of the staff's
/// pages. Call it before add_routes(), which holds every route against the policy.
/// @param files  borrowed; null or empty where the pages are not installed: then they answer 404
void add_page_routes(http::Router& router, Api* api, const http::StaticFiles* files);

/// The two halves of it.
void add_citizen_routes(http::Router& router, Api* api, const http::StaticFiles& files);
void add_staff_page_routes(http::Router& router, const http::StaticFiles* files);

/// The replay protection of a request whose key came in another place than the header: 22 to 200 characters.
/// @param caller  who asks: a member's id or an empty view for the public. Errors: bad_input.
[[nodiscard]] Result<flow::Idempotency> idempotency_with(std::string_view key, const http::Request& request,
                                                         const http::RouteMatch& match, ByteView caller);

}  // namespace hotline::api
