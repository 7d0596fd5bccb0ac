#include "server/calendar/term.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace hotline::calendar {
namespace {

using std::chrono::days;
using std::chrono::minutes;

constexpr int kMostAmount = 1000;
/// A term of kMostAmount working days is long over by then.
constexpr days kMostCivilDays{10'000};

/// A pause in whole minutes: what it touches is not counted.
struct Gap {
    Minute from, to;
};

Result<std::vector<Gap>> gaps_of(std::span<const Pause> pauses) {
    std::vector<Gap> out;
    for (const Pause& pause : pauses) {
        const Gap gap{minute_of(pause.from), next_minute(pause.to)};
        const bool in_order = pause.from < pause.to && (out.empty() || out.back().from <= gap.from);
        if (!in_order) return fail(Errc::bad_input, "pauses out of order");
        // Two pauses may touch one minute; it is left out once.
        const Minute from = out.empty() ? gap.from : std::max(gap.from, out.back().to);
        if (from < gap.to) out.push_back({from, gap.to});
    }
    return out;
}

/// Minutes of [from, to) that lie in a gap.
int paused_minutes(const std::vector<Gap>& gaps, Minute from, Minute to) {
    minutes out{0};
    for (const Gap& gap : gaps) out += std::max(minutes{0}, std::min(gap.to, to) - std::max(gap.from, from));
    return static_cast<int>(out.count());
}

bool runs_by_the_clock(TimeUnit unit) {
    return unit == TimeUnit::minute || unit == TimeUnit::hour;
}

DayReason reason_of(DayKind kind) {
    switch (kind) {
        case DayKind::make_up:
            return DayReason::make_up;
        case DayKind::weekend:
            return DayReason::weekend;
        case DayKind::holiday:
            return DayReason::holiday;
        case DayKind::working:
            break;
    }
    return DayReason::working;
}

/// Lays one term; the days are walked, the minutes of each window are reckoned.
class Counter {
public:
    Counter(const Calendar& calendar, std::vector<Gap> gaps, Term term)
        : calendar_(&calendar), gaps_(std::move(gaps)), term_(std::move(term)) {}

    /// @param first  the first day that may count
    Result<Term> count_days(Day first) {
        int left = term_.amount;
        Day day = first;
        for (; left > 0; day += days{1}) {
            if (day - first > kMostCivilDays) return fail(Errc::wrong_state, "no working days in calendar");
            left -= whole_day(day);
        }
        term_.from = first;
        term_.to = day;
        return std::move(term_);
    }

    Result<Term> count_minutes() {
        left_ = minutes{term_.unit == TimeUnit::minute ? term_.amount : 60 * term_.amount};
        const Day first = day_of(term_.from);
        for (Day day = first; left_ > minutes{0}; day += days{1}) {
            if (day - first > kMostCivilDays) return fail(Errc::wrong_state, "no office hours in calendar");
            part_of_day(day);
        }
        return std::move(term_);
    }

private:
    /// 1 when the day counts.
    int whole_day(Day day) {
        int office = 0, paused = 0;
        for (const Calendar::Window& window : calendar_->windows_of(day)) {
            office += static_cast<int>((window.close - window.open).count());
            paused += paused_minutes(gaps_, day + window.open, day + window.close);
        }
        const bool lost = office > 0 && 2 * paused >= office;
        const int counted = calendar_->is_working_day(day) && !lost ? 1 : 0;
        const DayReason reason = lost ? DayReason::paused : reason_of(calendar_->kind_of(day));
        term_.days.push_back({day, reason, counted, paused});
        return counted;
    }

    void part_of_day(Day day) {
        CountedDay row{.day = day, .reason = DayReason::closed, .counted = 0, .paused = 0};
        const bool clock = runs_by_the_clock(term_.unit);
        const std::vector<Calendar::Window> windows =
            clock ? std::vector<Calendar::Window>{{minutes{0}, days{1}}} : calendar_->windows_of(day);
        for (const Calendar::Window& window : windows)
            part_of_window(std::max(day + window.open, term_.from), day + window.close, row);
        row.reason = reason_of_part(row, clock);
        term_.days.push_back(row);
    }

    void part_of_window(Minute at, Minute close, CountedDay& row) {
        for (const Gap& gap : gaps_) {
            if (gap.to <= at) continue;
            take(at, std::min(close, gap.from), row);
            if (left_ == minutes{0} || gap.from >= close) return;
            row.paused += paused_minutes({gap}, at, close);
            at = std::max(at, gap.to);
        }
        take(at, close, row);
    }

    void take(Minute from, Minute to, CountedDay& row) {
        if (left_ == minutes{0} || to <= from) return;
        const minutes taken = std::min(left_, to - from);
        left_ -= taken;
        row.counted += static_cast<int>(taken.count());
        term_.to = from + taken;
    }

    DayReason reason_of_part(const CountedDay& row, bool clock) const {
        if (row.counted > 0) return clock ? DayReason::clock : reason_of(calendar_->kind_of(row.day));
        if (row.paused > 0) return DayReason::paused;
        return calendar_->is_working_day(row.day) ? DayReason::closed
                                                  : reason_of(calendar_->kind_of(row.day));
    }

    const Calendar* calendar_;
    std::vector<Gap> gaps_;
    Term term_;
    minutes left_{0};
};

constexpr std::array<std::pair<std::string_view, DayReason>, 8> kReasons{{
    {"start", DayReason::start},
    {"working", DayReason::working},
    {"make_up", DayReason::make_up},
    {"weekend", DayReason::weekend},
    {"holiday", DayReason::holiday},
    {"paused", DayReason::paused},
    {"closed", DayReason::closed},
    {"clock", DayReason::clock},
}};

}  // namespace

std::string_view name_of(TimeUnit unit) noexcept {
    static constexpr std::array<std::string_view, 4> kNames{"minute", "hour", "working_hour", "working_day"};
    return kNames[static_cast<std::size_t>(unit)];
}

std::string_view name_of(DayReason reason) noexcept {
    const auto* const found =
        std::ranges::find(kReasons, reason, &std::pair<std::string_view, DayReason>::second);
    return found->first;
}

UtcTime due_at(const Term& term) noexcept {
    const UtcTime end = utc_of(term.to);
    return term.unit == TimeUnit::working_day ? end - std::chrono::seconds{1} : end;
}

Result<Term> count_from(const Calendar& calendar, int amount, TimeUnit unit, UtcTime from,
                        std::span<const Pause> pauses) {
    if (amount < 1 || amount > kMostAmount) return fail(Errc::bad_input, "amount out of 1..1000");
    Result<std::vector<Gap>> gaps = gaps_of(pauses);
    if (!gaps) return gaps.error();
    Term term{.amount = amount, .unit = unit, .from = next_minute(from), .to = {}, .days = {}};
    if (unit != TimeUnit::working_day)
        return Counter(calendar, *std::move(gaps), std::move(term)).count_minutes();
    term.days.push_back({day_of(from), DayReason::start, 0, 0});
    return Counter(calendar, *std::move(gaps), std::move(term)).count_days(day_of(from) + days{1});
}

Result<Term> count_on(const Calendar& calendar, int amount, TimeUnit unit, const Term& before,
                      std::span<const Pause> pauses) {
    if (amount < 1 || amount > kMostAmount) return fail(Errc::bad_input, "amount out of 1..1000");
    Result<std::vector<Gap>> gaps = gaps_of(pauses);
    if (!gaps) return gaps.error();
    Term term{.amount = amount, .unit = unit, .from = before.to, .to = {}, .days = {}};
    if (unit != TimeUnit::working_day)
        return Counter(calendar, *std::move(gaps), std::move(term)).count_minutes();
    const Day last = day_of(before.to - minutes{1});
    return Counter(calendar, *std::move(gaps), std::move(term)).count_days(last + days{1});
}

}  // namespace hotline::calendar
