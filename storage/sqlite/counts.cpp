#include "storage/sqlite/counts.hpp"

namespace hotline::storage::sqlite {
namespace {

constexpr std::int64_t kWeekHours = 168;
constexpr std::size_t kStates = static_cast<std::size_t>(CaseState::reopened) + 1;

std::vector<std::string_view> views_of(const Units& units) {
    if (!units) return {kAllUnits};
    return {units->begin(), units->end()};
}

Result<std::string> read_name(const Statement::Query& row) {
    return std::string(row.text(0));
}

Result<std::uint64_t> read_count(const Statement::Query& row) {
    return row.count(0);
}

}  // namespace

std::int64_t due_hour(Time due) noexcept {
    return std::chrono::floor<std::chrono::hours>(due).time_since_epoch().count();
}

std::int64_t due_week(std::int64_t hour) noexcept {
    return hour / kWeekHours;
}

Counts::Counts(Connection& db)
    : by_state_(db, "SELECT state,n FROM state_counters WHERE unit=?"),
      units_(db, "SELECT DISTINCT unit FROM state_counters WHERE unit>'*' ORDER BY unit"),
      units_with_(db, "SELECT unit FROM state_counters WHERE state=? AND unit>'*' ORDER BY unit"),
      weeks_before_(db, "SELECT COALESCE(SUM(n),0) FROM due_week_counters WHERE unit=? AND week<?"),
      hours_between_(db, "SELECT COALESCE(SUM(n),0) FROM due_counters WHERE unit=? AND hour>=? AND hour<?"),
      weeks_(db, "SELECT COALESCE(SUM(n),0) FROM due_week_counters WHERE unit=?"),
      range_(db, "SELECT COUNT(*) FROM cases WHERE unit=? AND open_due>=? AND open_due<?") {}

Result<std::vector<std::string>> Counts::all_units() {
    return read_all(units_(), read_name);
}

Result<std::vector<std::string>> Counts::units_with(CaseState state) {
    return read_all(units_with_(state), read_name);
}

Result<void> Counts::add_states(std::string_view unit, std::vector<std::uint64_t>& into) {
    auto query = by_state_(unit);
    for (;;) {
        auto row = query.next();
        if (!row) return row.error();
        if (!*row) return {};
        const auto state = query.count(0);
        if (state >= into.size()) return fail(Errc::bad_format, "stored state counter");
        into[state] += query.count(1);
    }
}

Result<std::uint64_t> Counts::sum_before(std::string_view unit, std::int64_t hour) {
    const auto weeks = read_one(weeks_before_(unit, due_week(hour)), read_count);
    if (!weeks) return weeks;
    const auto hours = read_one(hours_between_(unit, due_week(hour) * kWeekHours, hour), read_count);
    if (!hours) return hours;
    return *weeks + *hours;
}

Result<std::uint64_t> Counts::count_range(std::string_view unit, Time from, Time to) {
    if (from == to) return 0;
    if (unit != kAllUnits) return read_one(range_(unit, from, to), read_count);
    const auto units = all_units();
    if (!units) return units.error();
    std::uint64_t sum = 0;
    for (const auto& one : *units) {
        auto n = read_one(range_(one, from, to), read_count);
        if (!n) return n.error();
        sum += *n;
    }
    return sum;
}

Result<std::uint64_t> Counts::due_before(std::string_view unit, Time time) {
    auto whole_hours = sum_before(unit, due_hour(time));
    if (!whole_hours) return whole_hours;
    auto rest = count_range(unit, std::chrono::floor<std::chrono::hours>(time), time);
    if (!rest) return rest;
    return *whole_hours + *rest;
}

Result<CaseCounts> Counts::count(const Units& units, Time now, std::chrono::milliseconds soon) {
    std::vector<std::uint64_t> states(kStates);
    CaseCounts counts;
    for (const auto unit : views_of(units)) {
        if (auto added = add_states(unit, states); !added) return added.error();
        const auto overdue = due_before(unit, now);
        if (!overdue) return overdue.error();
        const auto overdue_or_soon = due_before(unit, now + soon);
        if (!overdue_or_soon) return overdue_or_soon.error();
        const auto with_deadline = read_one(weeks_(unit), read_count);
        if (!with_deadline) return with_deadline.error();
        counts.overdue += *overdue;
        counts.soon += *overdue_or_soon - *overdue;
        counts.ok += *with_deadline - *overdue_or_soon;
    }
    for (std::size_t state = 1; state < kStates; ++state) {
        if (states[state] > 0) counts.by_state.emplace_back(static_cast<CaseState>(state), states[state]);
    }
    return counts;
}

}  // namespace hotline::storage::sqlite
