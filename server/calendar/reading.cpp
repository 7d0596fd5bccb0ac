#include "server/calendar/reading.hpp"

#include <algorithm>
#include <charconv>
#include <fstream>
#include <nlohmann/json.hpp>

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

Result<UtcTime> parse_local(std::string_view text) {
    if (text.size() != 16 || text[10] != 'T') return fail(Errc::bad_input, "a time is 2026-02-13T16:00");
    try {
        return start_of(parse_day(text.substr(0, 10))) + parse_clock(text.substr(11));
    } catch (const BadEntry& fault) {
        return fail(Errc::bad_input, fault.what());
    }
}

std::string text_of(const nlohmann::json& object, const char* key) {
    const auto found = object.find(key);
    if (found == object.end() || !found->is_string() || found->get_ref<const std::string&>().empty())
        throw BadEntry(std::string("missing text: ") + key);
    return found->get<std::string>();
}

std::string text_or(const nlohmann::json& object, const char* key, std::string_view otherwise) {
    return object.contains(key) ? text_of(object, key) : std::string(otherwise);
}

void only_keys(const nlohmann::json& object, std::initializer_list<std::string_view> known) {
    if (!object.is_object()) throw BadEntry("not an object");
    for (const auto& [key, value] : object.items()) {
        if (std::ranges::find(known, key) == known.end()) throw BadEntry("unknown key: " + key);
    }
}

Result<std::string> read_file(const std::filesystem::path& file) {
    constexpr std::size_t kMostBytes = 1 << 20;
    std::ifstream in(file, std::ios::binary);
    if (!in) return fail(Errc::not_found, "cannot read " + file.filename().string());
    std::string text(kMostBytes + 1, '\0');
    in.read(text.data(), static_cast<std::streamsize>(text.size()));
    text.resize(static_cast<std::size_t>(in.gcount()));
    if (text.size() > kMostBytes) return fail(Errc::too_large, file.filename().string() + " is too large");
    return text;
}

}  // namespace hotline::calendar
