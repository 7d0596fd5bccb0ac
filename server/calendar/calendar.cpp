#include "server/calendar/calendar.hpp"

#include <algorithm>

namespace hotline::calendar {

using std::chrono::year_month_day;

bool Calendar::Season::contains(std::chrono::month_day day) const noexcept {
    if (from <= to) return from <= day && day <= to;
    return day >= from || day <= to;
}

const MarkedDay* Calendar::mark_of(Day day) const {
    const auto found = marked_.find(day);
    return found == marked_.end() ? nullptr : &found->second;
}

DayKind Calendar::kind_of(Day day) const {
    if (const MarkedDay* mark = mark_of(day)) return mark->kind;
    return week_.contains(std::chrono::weekday{day}.iso_encoding()) ? DayKind::working : DayKind::weekend;
}

bool Calendar::is_working_day(Day day) const {
    const DayKind kind = kind_of(day);
    return kind == DayKind::working || kind == DayKind::make_up;
}

bool Calendar::is_certain(Day day) const {
    const MarkedDay* mark = mark_of(day);
    return knows_year(static_cast<int>(year_month_day{day}.year())) && (mark == nullptr || mark->verified);
}

std::vector<std::pair<Day, const MarkedDay*>> Calendar::marked_days(int year) const {
    std::vector<std::pair<Day, const MarkedDay*>> out;
    for (const auto& [day, mark] : marked_) {
        if (static_cast<int>(year_month_day{day}.year()) == year) out.emplace_back(day, &mark);
    }
    return out;
}

std::vector<Calendar::Window> Calendar::windows_of(Day day) const {
    if (!is_working_day(day)) return {};
    const year_month_day date{day};
    const std::chrono::month_day in_year{date.month(), date.day()};
    const auto holds = [&](const Hours& hours) {
        return hours.valid_from <= day && day <= hours.valid_to &&
               (!hours.season || hours.season->contains(in_year));
    };
    const auto last = std::find_if(hours_.rbegin(), hours_.rend(), holds);
    return last == hours_.rend() ? std::vector<Window>{} : last->windows;
}

}  // namespace hotline::calendar
