#include "clients/cli/times.hpp"

#include <charconv>
#include <fmt/format.h>

#include "clients/cli/messages.hpp"

namespace hotline::cli {
namespace {

using namespace std::chrono;  // NOLINT(google-build-using-namespace): only here, for the calendar's words

/// Việt Nam has one time zone and no summer time.
constexpr hours kVietnamOffset{7};

/// The number in `text[at, at + width)`, digits only.
std::optional<int> digits(std::string_view text, std::size_t at, std::size_t width) {
    if (text.size() < at + width) return std::nullopt;
    const std::string_view part = text.substr(at, width);
    if (part.find_first_not_of("0123456789") != std::string_view::npos) return std::nullopt;
    int value = 0;
    std::from_chars(part.data(), part.data() + part.size(), value);
    return value;
}

/// What follows the seconds: "Z" or "+07:00", after an optional fraction.
std::optional<minutes> zone_offset(std::string_view zone) {
    if (zone.starts_with('.')) {
        const std::size_t end = zone.find_first_not_of("0123456789", 1);
        if (end == std::string_view::npos) return std::nullopt;
        zone.remove_prefix(end);
    }
    if (zone == "Z" || zone == "z") return minutes{0};
    const auto hour = digits(zone, 1, 2);
    const auto minute = digits(zone, 4, 2);
    if (zone.size() != 6 || zone[3] != ':' || !hour || !minute) return std::nullopt;
    const minutes offset = hours{*hour} + minutes{*minute};
    if (zone[0] == '+') return offset;
    if (zone[0] == '-') return -offset;
    return std::nullopt;
}

std::string amount(seconds span) {
    if (span >= days{1}) return fmt::format(msg::kDays, duration_cast<days>(span).count());
    if (span >= hours{1}) return fmt::format(msg::kHours, duration_cast<hours>(span).count());
    return fmt::format(msg::kMinutes, duration_cast<minutes>(span).count());
}

}  // namespace

std::optional<SysSeconds> parse_time(std::string_view text) {
    const auto y = digits(text, 0, 4), mo = digits(text, 5, 2), d = digits(text, 8, 2);
    const auto h = digits(text, 11, 2), mi = digits(text, 14, 2), s = digits(text, 17, 2);
    if (!y || !mo || !d || !h || !mi || !s) return std::nullopt;
    const auto offset = zone_offset(text.substr(19));
    const year_month_day date{year{*y}, month{static_cast<unsigned>(*mo)}, day{static_cast<unsigned>(*d)}};
    if (!offset || !date.ok() || *h > 23 || *mi > 59 || *s > 60) return std::nullopt;
    return sys_days{date} + hours{*h} + minutes{*mi} + seconds{*s} - *offset;
}

std::string format_utc(SysSeconds time) {
    const auto date = floor<days>(time);
    const year_month_day ymd{date};
    const hh_mm_ss clock{time - date};
    return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z", static_cast<int>(ymd.year()),
                       static_cast<unsigned>(ymd.month()), static_cast<unsigned>(ymd.day()),
                       clock.hours().count(), clock.minutes().count(), clock.seconds().count());
}

std::string local_time(std::string_view rfc3339) {
    const auto time = parse_time(rfc3339);
    if (!time) return std::string(rfc3339);
    const auto local = *time + kVietnamOffset;
    const auto date = floor<days>(local);
    const year_month_day ymd{date};
    const hh_mm_ss clock{local - date};
    return fmt::format("{:02}/{:02}/{:04} {:02}:{:02}", static_cast<unsigned>(ymd.day()),
                       static_cast<unsigned>(ymd.month()), static_cast<int>(ymd.year()),
                       clock.hours().count(), clock.minutes().count());
}

std::string time_left(std::string_view due_at, SysSeconds now) {
    const auto due = parse_time(due_at);
    if (!due) return {};
    if (*due < now) return fmt::format(msg::kOverdueBy, amount(now - *due));
    return fmt::format(msg::kTimeLeft, amount(*due - now));
}

SysSeconds now_seconds() {
    return floor<seconds>(system_clock::now());
}

}  // namespace hotline::cli
