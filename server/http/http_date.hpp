#pragma once

#include <string_view>

namespace hotline::http {

/// Now as RFC 9110 wants it in `Date`: "Sun, 22 Nov 2026 08:15:30 GMT". Written once a second and thread; the
/// view lives until the thread asks again.
[[nodiscard]] std::string_view http_date_now();

}  // namespace hotline::http
