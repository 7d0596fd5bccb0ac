#include "server/calendar/embedded.hpp"
#include "server/calendar/json_dates.hpp"
#include "server/calendar/working_time.hpp"

#include <nlohmann/json.hpp>

#include <array>
#include <fstream>
#include <iterator>
#include <stdexcept>

namespace hotline::calendar {

using nlohmann::json;
using std::chrono::minutes;

/// Turns a calendar.json into a Calendar; every function throws BadEntry with the place of the fault.
struct CalendarReader {
    static std::string text(const json& object, const char* key) {
        const auto it = object.find(key);
        if (it == object.end() || !it->is_string()) throw BadEntry(std::string("missing text: ") + key);
        return it->get<std::string>();
    }

    static void read_days(const json& year, const char* key, int number, std::set<Day>& into) {
        const auto it = year.find(key);
        if (it == year.end() || !it->is_array()) throw BadEntry(std::string("missing list: ") + key);
        for (const json& entry : *it) {
            if (!entry.is_string()) throw BadEntry(std::string("not a date in ") + key);
            const Day day = parse_day(entry.get<std::string>());
            const std::chrono::year_month_day date{day};
            if (static_cast<int>(date.year()) != number)
                throw BadEntry("date of another year: " + entry.get<std::string>());
            into.insert(day);
        }
    }

    static void read_years(const json& root, Calendar& out) {
        for (const auto& [name, year] : root.at("years").items()) {
            const int number = parse_number(name);
            if (text(year, "source").empty()) throw BadEntry("year without a source: " + name);
            read_days(year, "off", number, out.off_);
            read_days(year, "work", number, out.work_);
            read_days(year, "unverified", number, out.unverified_);
            out.known_years_.insert(number);
        }
        for (const Day day : out.off_) {
            if (out.work_.contains(day)) throw BadEntry("a day is both off and worked");
        }
    }

    static void read_week(const json& root, Calendar& out) {
        static constexpr std::array<std::string_view, 7> kNames{"mon", "tue", "wed", "thu",
                                                                "fri", "sat", "sun"};
        for (const json& entry : root.at("week")) {
            const auto* const found = std::ranges::find(kNames, entry.get<std::string>());
            if (found == kNames.end()) throw BadEntry("unknown day of the week");
            out.week_.insert(static_cast<unsigned>(found - kNames.begin()) + 1);
        }
    }

    static std::vector<Calendar::Window> read_windows(const json& list) {
        std::vector<Calendar::Window> out;
        for (const json& pair : list) {
            if (!pair.is_array() || pair.size() != 2) throw BadEntry("a window is [open, close]");
            const Calendar::Window window{parse_clock(pair[0].get<std::string>()),
                                          parse_clock(pair[1].get<std::string>())};
            const bool after_last = out.empty() || out.back().close <= window.open;
            if (window.close <= window.open || !after_last) throw BadEntry("windows out of order");
            out.push_back(window);
        }
        if (out.empty()) throw BadEntry("hours without windows");
        return out;
    }

    static void read_hours(const json& root, Calendar& out) {
        for (const json& entry : root.at("hours")) {
            if (!entry.at("enabled").get<bool>()) continue;
            Calendar::Hours hours;
            hours.name = text(entry, "name");
            hours.valid_from = std::chrono::year_month_day{parse_day(text(entry, "valid_from"))};
            hours.windows = read_windows(entry.at("windows"));
            if (const json& season = entry.at("season"); !season.is_null()) {
                hours.seasonal = true;
                hours.season_from = parse_month_day(text(season, "from"));
                hours.season_to = parse_month_day(text(season, "to"));
            }
            out.hours_.push_back(std::move(hours));
        }
    }

    static Calendar read(std::string_view source) {
        const json root = json::parse(source);
        if (text(root, "time_zone") != "Asia/Ho_Chi_Minh") throw BadEntry("unknown time_zone");
        Calendar out;
        read_week(root, out);
        read_hours(root, out);
        read_years(root, out);
        return out;
    }
};

Result<Calendar> Calendar::parse(std::string_view source) {
    try {
        return CalendarReader::read(source);
    } catch (const BadEntry& fault) {
        return fail(Errc::bad_format, std::string("calendar: ") + fault.what());
    } catch (const json::exception& fault) {
        return fail(Errc::bad_format, std::string("calendar: ") + fault.what());
    }
}

Result<Calendar> Calendar::load(const std::filesystem::path& file) {
    auto source = read_file(file);
    if (!source) return source.error();
    return parse(*source);
}

Calendar Calendar::built_in() {
    auto out = parse(embedded_file("calendar.json"));
    if (!out) throw std::logic_error(out.error().internal);
    return *std::move(out);
}

}  // namespace hotline::calendar
