#pragma once

#include <string_view>

namespace hotline::http {

/// True when an Accept-Language value ranks English above Vietnamese (RFC 9110, section 12.5.4); Vietnamese
/// wins a tie and an empty or unreadable value.
[[nodiscard]] bool prefers_english(std::string_view accept_language) noexcept;

}  // namespace hotline::http
