#include "server/calendar/json_dates.hpp"

#include <charconv>
#include <fstream>
#include <iterator>

namespace hotline::calendar {

int parse_number(std::string_view text) {
    int value = 0;
    const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (fault != std::errc{} || end != text.data() + text.size() || text.empty() || text[0] == '-')
        throw BadEntry("not a number: " + std::string(text));
    return value;
}

Day parse_day(std::string_view text) {
    if (text.size() != 10 || text[4] != '-' || text[7] != '-')
        throw BadEntry("not a date: " + std::string(text));
    const auto date = std::chrono::year{parse_number(text.substr(0, 4))} /
                      static_cast<int>(parse_number(text.substr(5, 2))) /
                      static_cast<int>(parse_number(text.substr(8, 2)));
    if (!date.ok()) throw BadEntry("no such day: " + std::string(text));
    return Day{date};
}

std::chrono::month_day parse_month_day(std::string_view text) {
    if (text.size() != 5 || text[2] != '-') throw BadEntry("not a day of the year: " + std::string(text));
    const std::chrono::month_day out{
        std::chrono::month{static_cast<unsigned>(parse_number(text.substr(0, 2)))},
        std::chrono::day{static_cast<unsigned>(parse_number(text.substr(3, 2)))}};
    if (!out.ok()) throw BadEntry("no such day of the year: " + std::string(text));
    return out;
}

std::chrono::minutes parse_clock(std::string_view text) {
    if (text.size() != 5 || text[2] != ':') throw BadEntry("not a time of day: " + std::string(text));
    const int hour = parse_number(text.substr(0, 2));
    const int minute = parse_number(text.substr(3, 2));
    if (hour > 24 || minute > 59 || (hour == 24 && minute != 0))
        throw BadEntry("no such time of day: " + std::string(text));
    return std::chrono::hours{hour} + std::chrono::minutes{minute};
}

Result<std::string> read_file(const std::filesystem::path& file) {
    std::ifstream in(file, std::ios::binary);
    if (!in) return fail(Errc::not_found, "cannot read " + file.filename().string());
    return std::string(std::istreambuf_iterator<char>(in), {});
}

}  // namespace hotline::calendar
