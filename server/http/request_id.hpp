#pragma once

#include <string>

namespace hotline::http {

/// 96 random bits as 24 lower-case hexadecimal digits. Thread-safe.
[[nodiscard]] std::string make_request_id();

}  // namespace hotline::http
