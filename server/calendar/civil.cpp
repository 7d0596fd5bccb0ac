#include "server/calendar/civil.hpp"

#include <array>
#include <fmt/format.h>
#include <string_view>

namespace hotline::calendar {

using std::chrono::days;
using std::chrono::minutes;
using std::chrono::year_month_day;

namespace {

constexpr std::chrono::hours kZoneOffset{7};

}  // namespace

Day day_of(UtcTime at) noexcept {
    return Day{std::chrono::floor<days>(at.time_since_epoch() + kZoneOffset)};
}

Day day_of(Minute at) noexcept {
    return std::chrono::floor<days>(at);
}

UtcTime start_of(Day day) noexcept {
    return UtcTime{day.time_since_epoch() - kZoneOffset};
}

Minute minute_of(UtcTime at) noexcept {
    return Minute{std::chrono::floor<minutes>(at.time_since_epoch()) + kZoneOffset};
}

Minute next_minute(UtcTime at) noexcept {
    return Minute{std::chrono::ceil<minutes>(at.time_since_epoch()) + kZoneOffset};
}

UtcTime utc_of(Minute at) noexcept {
    return UtcTime{at.time_since_epoch() - kZoneOffset};
}

std::string iso(Day day) {
    const year_month_day date{day};
    return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(date.year()),
                       static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
}

std::string date_in_words(Day day) {
    const year_month_day date{day};
    return fmt::format("{:02}/{:02}/{:04}", static_cast<unsigned>(date.day()),
                       static_cast<unsigned>(date.month()), static_cast<int>(date.year()));
}

std::string in_words(Day day) {
    static constexpr std::array<std::string_view, 7> kNames{"Chủ nhật", "thứ Hai", "thứ Ba", "thứ Tư",
                                                            "thứ Năm",  "thứ Sáu", "thứ Bảy"};
    return fmt::format("{} {}", kNames[std::chrono::weekday{day}.c_encoding()], date_in_words(day));
}

std::string clock_in_words(Minute at) {
    const auto since_midnight = (at - day_of(at)).count();
    return fmt::format("{:02}:{:02}", since_midnight / 60, since_midnight % 60);
}

}  // namespace hotline::calendar
