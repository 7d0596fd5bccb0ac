#pragma once

#include "crypto/bytes.hpp"
#include "server/calendar/civil.hpp"

#include <filesystem>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace hotline::calendar {

/// Why a day counts or does not.
enum class DayKind { working, make_up, weekend, holiday };

/// A day that the calendar speaks of by name: a day off that would be a working day, or a Saturday worked.
struct MarkedDay {
    DayKind kind = DayKind::holiday;
    std::string name;      ///< Vietnamese: "Giỗ Tổ Hùng Vương"
    std::string document;  ///< number of the notice; empty when not known
    bool verified = true;  ///< false: to be confirmed by the administrator
};

/// Days off, Saturdays worked and office hours of one province. Immutable after loading: one object serves
/// all threads. A year without data is filled in by `computed_year` and never certain.
class Calendar {
public:
    /// The calendar compiled into the program. Throws on a broken build only.
    /// @param province  code of the directory, e.g. "dong-thap"; one without hours of its own has the general
    /// ones
    [[nodiscard]] static Calendar built_in(std::string_view province = {});
    /// Errors: not_found, bad_format (names the entry).
    [[nodiscard]] static Result<Calendar> load(const std::filesystem::path& file, std::string_view province);
    /// From the text of a calendar.json (DESIGN.md, "Files"). Errors: bad_format (names the entry).
    [[nodiscard]] static Result<Calendar> parse(std::string_view json, std::string_view province = {});

    /// Names this content: another file or province has another name.
    [[nodiscard]] const Hash32& fingerprint() const noexcept { return fingerprint_; }

    [[nodiscard]] DayKind kind_of(Day day) const;
    [[nodiscard]] bool is_working_day(Day day) const;
    /// What the calendar says of a day by name, or null.
    [[nodiscard]] const MarkedDay* mark_of(Day day) const;
    /// False when the day is unverified or its year has no data.
    [[nodiscard]] bool is_certain(Day day) const;
    [[nodiscard]] bool knows_year(int year) const { return known_years_.contains(year); }
    [[nodiscard]] const std::set<int>& known_years() const noexcept { return known_years_; }
    /// Marked days of a year, oldest first.
    [[nodiscard]] std::vector<std::pair<Day, const MarkedDay*>> marked_days(int year) const;
    /// Days that stand in the file and are switched off ("enabled": false), oldest first.
    [[nodiscard]] const std::map<Day, MarkedDay>& switched_off() const noexcept { return switched_off_; }

    /// The office windows of a day, local time from midnight; empty on days that do not count.
    struct Window {
        std::chrono::minutes open, close;
    };
    [[nodiscard]] std::vector<Window> windows_of(Day day) const;

private:
    Calendar() = default;
    friend struct CalendarReader;
    struct Season {
        std::chrono::month_day from, to;
        [[nodiscard]] bool contains(std::chrono::month_day day) const noexcept;
    };
    struct Hours {
        std::string province;  ///< its name; empty: general
        Day valid_from, valid_to;
        std::optional<Season> season;
        std::vector<Window> windows;
    };
    Hash32 fingerprint_;
    std::map<Day, MarkedDay> marked_, switched_off_;
    std::set<int> known_years_;
    std::set<unsigned> week_;   ///< ISO weekdays worked, Monday 1
    std::vector<Hours> hours_;  ///< of the chosen province; of those that fit a day the last one holds
};

}  // namespace hotline::calendar
