#pragma once

#include "server/http/wiped_buffer.hpp"

#include <string_view>

namespace hotline::http {

/// Appends the decoded form of a request path ("/v1/cases/%C4%91") to `out`.
/// False (with `out` partly filled) when it does not start with '/', holds an empty or a dot segment before
/// the end, a backslash, '#', an encoded slash or backslash, a control character, a wrong escape, or bytes
/// that are not UTF-8: whatever two programs could read in two ways.
[[nodiscard]] bool decode_path(std::string_view raw, WipedBuffer& out);

/// Appends the decoded form of a query name or value; '+' is a space. False as above, save for slashes and
/// dots.
[[nodiscard]] bool decode_query_part(std::string_view raw, WipedBuffer& out);

}  // namespace hotline::http
