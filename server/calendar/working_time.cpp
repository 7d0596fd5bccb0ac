#include "server/calendar/working_time.hpp"

#include <algorithm>
#include <array>

namespace hotline::calendar {

namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::month_day;
using std::chrono::weekday;
using std::chrono::year_month_day;

constexpr hours kZoneOffset{7};
constexpr int kMostWorkingDays = 1000;
constexpr minutes kMostWorkingMinutes{120'000};
/// A term of kMostWorkingDays is long over by then; reached only when a calendar has no working day at all.
constexpr int kMostCivilDays = 10'000;

std::string two_digits(unsigned value) {
    std::string out = std::to_string(value);
    return out.size() < 2 ? "0" + out : out;
}

std::string date_in_words(Day day) {
    const year_month_day date{day};
    return two_digits(static_cast<unsigned>(date.day())) + "/" +
           two_digits(static_cast<unsigned>(date.month())) + "/" +
           std::to_string(static_cast<int>(date.year()));
}

/// The paid holidays that fall on the same date every year (Labour Code 2019, Art. 112); the lunar ones
/// need the year's data.
bool is_fixed_holiday(const year_month_day& date) {
    static constexpr std::array<std::pair<unsigned, unsigned>, 4> kDates{{{1, 1}, {4, 30}, {5, 1}, {9, 2}}};
    const std::pair key{static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day())};
    return std::ranges::find(kDates, key) != kDates.end();
}

std::string_view reason(DayKind kind) {
    switch (kind) {
        case DayKind::working:
            return "ngày làm việc";
        case DayKind::made_up_saturday:
            return "làm bù";
        case DayKind::weekend:
            return "cuối tuần";
        case DayKind::holiday:
            return "nghỉ lễ";
        case DayKind::unverified_holiday:
            return "nghỉ lễ, chưa xác minh";
        case DayKind::assumed_holiday:
            return "nghỉ lễ theo ngày cố định";
    }
    return "";
}

std::string list_of_skipped(const std::vector<DayNote>& notes) {
    std::string out;
    for (const DayNote& note : notes) {
        if (note.counts()) continue;
        out += out.empty() ? "" : ", ";
        out += date_in_words(note.day) + " (" + std::string(reason(note.kind)) + ")";
    }
    return out;
}

std::string clock_in_words(minutes since_midnight) {
    const auto whole = since_midnight.count();
    return two_digits(static_cast<unsigned>(whole / 60)) + ":" +
           two_digits(static_cast<unsigned>(whole % 60));
}

}  // namespace

Day day_of(UtcTime at) noexcept {
    return Day{std::chrono::floor<days>(at.time_since_epoch() + kZoneOffset)};
}

UtcTime start_of(Day day) noexcept {
    return UtcTime{day.time_since_epoch() - kZoneOffset};
}

std::string in_words(Day day) {
    static constexpr std::array<std::string_view, 7> kNames{"Chủ nhật", "thứ Hai", "thứ Ba", "thứ Tư",
                                                            "thứ Năm",  "thứ Sáu", "thứ Bảy"};
    return std::string(kNames[weekday{day}.c_encoding()]) + " " + date_in_words(day);
}

DayKind Calendar::kind_of(Day day) const {
    if (work_.contains(day)) return DayKind::made_up_saturday;
    if (off_.contains(day)) return unverified_.contains(day) ? DayKind::unverified_holiday : DayKind::holiday;
    if (!week_.contains(weekday{day}.iso_encoding())) return DayKind::weekend;
    const year_month_day date{day};
    const bool year_known = known_years_.contains(static_cast<int>(date.year()));
    if (!year_known && is_fixed_holiday(date)) return DayKind::assumed_holiday;
    return DayKind::working;
}

bool Calendar::is_certain(Day day) const {
    return known_years_.contains(static_cast<int>(year_month_day{day}.year())) && !unverified_.contains(day);
}

std::string Calendar::doubts(const std::vector<DayNote>& notes) const {
    std::set<int> unknown_years;
    bool unverified = false;
    for (const DayNote& note : notes) {
        const int year = static_cast<int>(year_month_day{note.day}.year());
        if (!known_years_.contains(year)) unknown_years.insert(year);
        unverified = unverified || unverified_.contains(note.day);
    }
    std::string out;
    for (const int year : unknown_years) {
        out += " Chưa có lịch nghỉ năm " + std::to_string(year) +
               ": chỉ trừ cuối tuần và các ngày lễ dương lịch cố định.";
    }
    if (unverified) out += " Có ngày nghỉ hoặc làm bù chưa được xác minh.";
    return out;
}

Result<Deadline> Calendar::due_after_working_days(UtcTime received_at, int wanted) const {
    if (wanted < 1 || wanted > kMostWorkingDays) return fail(Errc::bad_input, "working days out of range");
    const Day received = day_of(received_at);
    Deadline out;
    int counted = 0;
    for (Day day = received + days{1}; counted < wanted; day += days{1}) {
        if (day - received > days{kMostCivilDays})
            return fail(Errc::wrong_state, "no working days in calendar");
        out.days.push_back({day, kind_of(day)});
        out.certain = out.certain && is_certain(day);
        if (out.days.back().counts()) ++counted;
    }
    const Day last = out.days.back().day;
    out.due_at = start_of(last + days{1}) - std::chrono::seconds{1};
    out.explanation = "Tiếp nhận " + in_words(received) + " (không tính); " + std::to_string(wanted) +
                      " ngày làm việc, đến hết " + in_words(last) + ".";
    const std::string skipped = list_of_skipped(out.days);
    if (!skipped.empty()) out.explanation += " Không tính: " + skipped + ".";
    out.explanation += doubts(out.days);
    return out;
}

std::vector<Calendar::Window> Calendar::windows_of(Day day) const {
    if (!is_working_day(day)) return {};
    const year_month_day date{day};
    const month_day in_year{date.month(), date.day()};
    const Hours* best = nullptr;
    for (const Hours& candidate : hours_) {
        if (candidate.valid_from > date) continue;
        const bool in_season = candidate.season_from <= candidate.season_to
                                   ? candidate.season_from <= in_year && in_year <= candidate.season_to
                                   : candidate.season_from <= in_year || in_year <= candidate.season_to;
        if (candidate.seasonal && !in_season) continue;
        const bool better =
            best == nullptr || candidate.seasonal > best->seasonal ||
            (candidate.seasonal == best->seasonal && candidate.valid_from >= best->valid_from);
        if (better) best = &candidate;
    }
    return best == nullptr ? std::vector<Window>{} : best->windows;
}

Result<Deadline> Calendar::due_after_working_minutes(UtcTime received_at, minutes wanted) const {
    if (wanted < minutes{1} || wanted > kMostWorkingMinutes)
        return fail(Errc::bad_input, "working minutes out of range");
    if (hours_.empty()) return fail(Errc::wrong_state, "the calendar has no office hours");
    const Day received = day_of(received_at);
    // A started minute counts as whole: the clock starts at the next full minute.
    const auto from_midnight = std::chrono::ceil<minutes>(received_at - start_of(received));
    Deadline out;
    minutes left = wanted;
    for (Day day = received; day - received <= days{kMostCivilDays}; day += days{1}) {
        if (day != received) out.days.push_back({day, kind_of(day)});
        out.certain = out.certain && is_certain(day);
        for (const Window& window : windows_of(day)) {
            const minutes open = day == received ? std::max(window.open, from_midnight) : window.open;
            const minutes length = std::max(minutes{0}, window.close - open);
            if (length < left) {
                left -= length;
                continue;
            }
            const minutes end = open + left;
            out.due_at = start_of(day) + end;
            out.explanation = "Tính " + std::to_string(wanted.count()) + " phút trong giờ làm việc, đến " +
                              clock_in_words(end) + " " + in_words(day) + ".";
            const std::string skipped = list_of_skipped(out.days);
            if (!skipped.empty()) out.explanation += " Không tính: " + skipped + ".";
            out.explanation += doubts(out.days);
            return out;
        }
    }
    return fail(Errc::wrong_state, "no office hours on any day");
}

int Calendar::working_days_between(Day from, Day to) const {
    if (to < from) return -working_days_between(to, from);
    int count = 0;
    for (Day day = from + days{1}; day <= to; day += days{1}) count += is_working_day(day) ? 1 : 0;
    return count;
}

}  // namespace hotline::calendar
