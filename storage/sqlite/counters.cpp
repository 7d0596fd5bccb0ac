#include "storage/sqlite/counters.hpp"

#include "storage/sqlite/counts.hpp"

#include <algorithm>
#include <tuple>

namespace hotline::storage::sqlite {

void CounterChanges::add(std::string_view unit, CaseState state, const std::optional<Time>& open_due,
                         std::int64_t by) {
    for (const auto name : {unit, kAllUnits}) {
        states.push_back({std::string(name), static_cast<std::int64_t>(state), by});
        if (!open_due) continue;
        hours.push_back({std::string(name), due_hour(*open_due), by});
        weeks.push_back({std::string(name), due_week(due_hour(*open_due)), by});
    }
}

void CounterChanges::append(CounterChanges&& others) {
    std::ranges::move(others.states, std::back_inserter(states));
    std::ranges::move(others.hours, std::back_inserter(hours));
    std::ranges::move(others.weeks, std::back_inserter(weeks));
    others.clear();
}

void CounterChanges::clear() {
    states.clear();
    hours.clear();
    weeks.clear();
}

CounterWrites::CounterWrites(Connection& db)
    : add_state_(db,
                 "INSERT INTO state_counters(unit,state,n) VALUES(?,?,?)"
                 " ON CONFLICT DO UPDATE SET n=n+excluded.n"),
      drop_state_(db, "DELETE FROM state_counters WHERE unit=? AND state=? AND n=0"),
      add_hour_(db,
                "INSERT INTO due_counters(unit,hour,n) VALUES(?,?,?)"
                " ON CONFLICT DO UPDATE SET n=n+excluded.n"),
      drop_hour_(db, "DELETE FROM due_counters WHERE unit=? AND hour=? AND n=0"),
      add_week_(db,
                "INSERT INTO due_week_counters(unit,week,n) VALUES(?,?,?)"
                " ON CONFLICT DO UPDATE SET n=n+excluded.n"),
      drop_week_(db, "DELETE FROM due_week_counters WHERE unit=? AND week=? AND n=0") {}

Result<void> CounterWrites::flush(CounterChanges& changes) {
    if (auto done = flush(changes.states, add_state_, drop_state_); !done) return done;
    if (auto done = flush(changes.hours, add_hour_, drop_hour_); !done) return done;
    return flush(changes.weeks, add_week_, drop_week_);
}

Result<void> CounterWrites::flush(std::vector<CounterChange>& changes, Statement& add, Statement& drop) {
    std::ranges::sort(changes, {}, [](const CounterChange& c) { return std::tie(c.unit, c.key); });
    for (std::size_t i = 0; i < changes.size();) {
        const auto& first = changes[i];
        std::int64_t by = 0;
        for (; i < changes.size() && changes[i].unit == first.unit && changes[i].key == first.key; ++i)
            by += changes[i].by;
        if (by == 0) continue;
        if (auto done = add(first.unit, first.key, by).run(); !done) return done;
        if (by > 0) continue;
        if (auto done = drop(first.unit, first.key).run(); !done) return done;
    }
    changes.clear();
    return {};
}

}  // namespace hotline::storage::sqlite
