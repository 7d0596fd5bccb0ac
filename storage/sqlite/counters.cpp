#include "storage/sqlite/counters.hpp"

#include "storage/sqlite/counts.hpp"

#include <algorithm>
#include <tuple>

namespace hotline::storage::sqlite {

void CounterChanges::add(std::string_view unit, CaseState state, const std::optional<Time>& open_due,
                         std::int64_t by) {
    for (const auto name : {unit, kAllUnits}) {
        states.push_back({std::string(name), static_cast<std::int64_t>(state), by});
        if (open_due) dues.push_back({std::string(name), due_bucket(*open_due), by});
    }
}

void CounterChanges::append(CounterChanges&& others) {
    std::ranges::move(others.states, std::back_inserter(states));
    std::ranges::move(others.dues, std::back_inserter(dues));
    others.clear();
}

void CounterChanges::clear() {
    states.clear();
    dues.clear();
}

CounterWrites::CounterWrites(Connection& db)
    : add_state_(db,
                 "INSERT INTO state_counters(unit,state,n) VALUES(?,?,?)"
                 " ON CONFLICT DO UPDATE SET n=n+excluded.n"),
      drop_state_(db, "DELETE FROM state_counters WHERE unit=? AND state=? AND n=0"),
      add_due_(db,
               "INSERT INTO due_counters(unit,hour,n) VALUES(?,?,?)"
               " ON CONFLICT DO UPDATE SET n=n+excluded.n"),
      drop_due_(db, "DELETE FROM due_counters WHERE unit=? AND hour=? AND n=0") {}

Result<void> CounterWrites::flush(CounterChanges& changes) {
    if (auto done = flush(changes.states, add_state_, drop_state_); !done) return done;
    return flush(changes.dues, add_due_, drop_due_);
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
