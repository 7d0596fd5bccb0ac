#include "server/calendar/embedded.hpp"
#include "server/calendar/lunar.hpp"
#include "server/calendar/reading.hpp"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <stdexcept>

namespace hotline::calendar {

using nlohmann::json;
using std::chrono::year_month_day;

/// Turns a calendar.json into a Calendar; every function throws BadEntry with the place of the fault.
struct CalendarReader {
    static void read_day(const json& entry, int year, Calendar& out) {
        only_keys(entry, {"date", "kind", "name", "document", "unverified", "enabled"});
        const Day day = parse_day(text_of(entry, "date"));
        if (static_cast<int>(year_month_day{day}.year()) != year) throw BadEntry("a date of another year");
        const std::string kind = text_of(entry, "kind");
        if (kind != "off" && kind != "work") throw BadEntry("kind is off or work, not " + kind);
        MarkedDay mark{kind == "work" ? DayKind::make_up : DayKind::holiday, text_of(entry, "name"),
                       text_or(entry, "document", ""), !entry.value("unverified", false)};
        const bool in_week = out.week_.contains(std::chrono::weekday{day}.iso_encoding());
        if (in_week == (mark.kind == DayKind::make_up))
            throw BadEntry(in_week ? "this day is worked anyway" : "this day is free anyway");
        const bool is_new = !out.marked_.contains(day) && !out.switched_off_.contains(day);
        if (!is_new) throw BadEntry("the day stands here twice");
        (entry.value("enabled", true) ? out.marked_ : out.switched_off_).emplace(day, std::move(mark));
    }

    static void read_years(const json& years, Calendar& out) {
        for (const auto& [name, year] : years.items()) {
            const int number = at_place("years", [&] { return parse_number(name); });
            at_place("year " + name, [&] {
                only_keys(year, {"source", "days"});
                (void)text_of(year, "source");
                for (const json& entry : year.at("days"))
                    at_place(entry.value("date", "?"), [&] { read_day(entry, number, out); });
            });
            out.known_years_.insert(number);
        }
        if (out.known_years_.empty()) throw BadEntry("no year");
    }

    static void fill_unknown_years(Calendar& out) {
        for (int year = kFirstLunarYear; year <= kLastLunarYear; ++year) {
            if (out.knows_year(year)) continue;
            for (auto& [day, mark] : computed_year(year)) out.marked_.emplace(day, std::move(mark));
        }
    }

    static void read_week(const json& root, Calendar& out) {
        static constexpr std::array<std::string_view, 7> kNames{"mon", "tue", "wed", "thu",
                                                                "fri", "sat", "sun"};
        for (const json& entry : root.at("week")) {
            const auto* const found = std::ranges::find(kNames, entry.get<std::string>());
            if (found == kNames.end()) throw BadEntry("week: unknown day " + entry.dump());
            out.week_.insert(static_cast<unsigned>(found - kNames.begin()) + 1);
        }
        if (out.week_.empty()) throw BadEntry("week: no day is worked");
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

    static Calendar::Hours read_hours(const json& entry) {
        only_keys(entry, {"name", "province", "valid_from", "valid_to", "season", "windows", "note"});
        Calendar::Hours hours;
        hours.province = text_or(entry, "province", "");
        hours.valid_from = parse_day(text_of(entry, "valid_from"));
        hours.valid_to = parse_day(text_or(entry, "valid_to", "9999-12-31"));
        if (hours.valid_to < hours.valid_from) throw BadEntry("valid_to lies before valid_from");
        if (entry.contains("season")) {
            const json& season = entry.at("season");
            only_keys(season, {"from", "to"});
            hours.season = {parse_month_day(text_of(season, "from")), parse_month_day(text_of(season, "to"))};
        }
        hours.windows = read_windows(entry.at("windows"));
        return hours;
    }

    /// The hours of the province, or the general ones where it has none.
    static void choose_hours(const json& list, std::string_view province, Calendar& out) {
        std::vector<Calendar::Hours> own, general;
        for (const json& entry : list) {
            Calendar::Hours hours =
                at_place("hours " + entry.value("name", "?"), [&] { return read_hours(entry); });
            if (hours.province.empty()) {
                general.push_back(std::move(hours));
            } else if (hours.province == province) {
                own.push_back(std::move(hours));
            }
        }
        out.hours_ = own.empty() ? std::move(general) : std::move(own);
    }

    /// A working day without office hours would never end a term.
    static void check_hours(const Calendar& calendar) {
        for (const int year : calendar.known_years_) {
            const Day end{std::chrono::year{year + 1} / 1 / 1};
            for (Day day{std::chrono::year{year} / 1 / 1}; day < end; day += std::chrono::days{1}) {
                if (calendar.is_working_day(day) && calendar.windows_of(day).empty())
                    throw BadEntry("hours: no office hours on " + iso(day));
            }
        }
    }

    static Calendar read(std::string_view source, std::string_view province) {
        const json root = json::parse(source);
        only_keys(root, {"about", "time_zone", "week", "hours", "years"});
        if (text_of(root, "time_zone") != "Asia/Ho_Chi_Minh") throw BadEntry("unknown time_zone");
        Calendar out;
        out.fingerprint_ = blake2b({}, {as_bytes(source), as_bytes(province)});
        read_week(root, out);
        choose_hours(root.at("hours"), province, out);
        read_years(root.at("years"), out);
        fill_unknown_years(out);
        check_hours(out);
        return out;
    }
};

Result<Calendar> Calendar::parse(std::string_view source, std::string_view province) {
    try {
        return CalendarReader::read(source, province);
    } catch (const BadEntry& fault) {
        return fail(Errc::bad_format, std::string("calendar: ") + fault.what());
    } catch (const json::exception& fault) {
        return fail(Errc::bad_format, std::string("calendar: ") + fault.what());
    }
}

Result<Calendar> Calendar::load(const std::filesystem::path& file, std::string_view province) {
    auto source = read_file(file);
    if (!source) return source.error();
    return parse(*source, province);
}

Calendar Calendar::built_in(std::string_view province) {
    auto out = parse(embedded_file("calendar.json"), province);
    if (!out) throw std::logic_error(out.error().internal);
    return *std::move(out);
}

}  // namespace hotline::calendar
