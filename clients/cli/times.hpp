#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace hotline::cli {

using SysSeconds = std::chrono::sys_seconds;

/// The instant of an RFC 3339 time; fractions of a second are dropped. Nothing when it is not one.
[[nodiscard]] std::optional<SysSeconds> parse_time(std::string_view rfc3339);
/// "2026-08-28T07:05:00Z".
[[nodiscard]] std::string format_utc(SysSeconds time);
/// An RFC 3339 time as people in Việt Nam read it, "28/08/2026 14:05"; the text itself when it is not one.
[[nodiscard]] std::string local_time(std::string_view rfc3339);
/// How far a deadline is: "còn 5 giờ", "quá 2 ngày"; empty when `due_at` is no time.
[[nodiscard]] std::string time_left(std::string_view due_at, SysSeconds now);
[[nodiscard]] SysSeconds now_seconds();

}  // namespace hotline::cli
