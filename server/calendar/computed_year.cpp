#include "server/calendar/lunar.hpp"

#include <fmt/format.h>
#include <set>

namespace hotline::calendar {
namespace {

using std::chrono::days;
using std::chrono::weekday;

bool is_weekend(Day day) {
    return weekday{day}.iso_encoding() > 5;
}

/// The day off beside 2 September: the one that joins it to a weekend soonest.
Day beside_national_day(Day national) {
    const unsigned number = weekday{national}.iso_encoding();
    const bool before = number == 2 || number == 3 || number == 5 || number == 6;
    return before ? national - days{1} : national + days{1};
}

/// The paid holidays of Art. 112, whatever day of the week they fall on.
std::map<Day, std::string> holidays(int number) {
    const std::chrono::year year{number};
    const Day tet = lunar_day(1, 1, number);
    const Day national{year / 9 / 2};
    std::map<Day, std::string> out{
        {Day{year / 1 / 1}, "Tết Dương lịch"},
        {tet - days{1}, "Tết Nguyên đán, ngày cuối năm âm lịch"},
        {lunar_day(10, 3, number), "Giỗ Tổ Hùng Vương"},
        {Day{year / 4 / 30}, "Ngày Chiến thắng"},
        {Day{year / 5 / 1}, "Quốc tế Lao động"},
        {national, "Quốc khánh"},
        {beside_national_day(national), "Quốc khánh, ngày liền kề"},
    };
    for (int day = 1; day <= 4; ++day)
        out.emplace(tet + days{day - 1}, fmt::format("Tết Nguyên đán, mùng {}", day));
    return out;
}

}  // namespace

std::map<Day, MarkedDay> computed_year(int year) {
    const std::map<Day, std::string> paid = holidays(year);
    std::map<Day, MarkedDay> out;
    for (const auto& [day, name] : paid) {
        if (!is_weekend(day)) out.emplace(day, MarkedDay{DayKind::holiday, name, "", false});
    }
    // A holiday on a weekend is given back on the next day that would be worked (Art. 111).
    for (const auto& [day, name] : paid) {
        if (!is_weekend(day)) continue;
        Day instead = day + days{1};
        while (is_weekend(instead) || out.contains(instead)) instead += days{1};
        out.emplace(instead,
                    MarkedDay{DayKind::holiday, fmt::format("{}, nghỉ bù cho {}", name, date_in_words(day)),
                              "", false});
    }
    return out;
}

}  // namespace hotline::calendar
