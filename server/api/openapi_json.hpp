#pragma once

#include <string_view>

namespace hotline::api {

/// server/api/openapi.yaml as JSON, made at build time. Static memory.
[[nodiscard]] std::string_view openapi_json() noexcept;

}  // namespace hotline::api
