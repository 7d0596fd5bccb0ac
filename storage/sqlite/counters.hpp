#pragma once

#include "storage/sqlite/rows.hpp"

#include <vector>

namespace hotline::storage::sqlite {

/// One more or one fewer case under a counter's key: unit and state, unit and hour, or unit and week.
struct CounterChange {
    std::string unit;
    std::int64_t key = 0;
    std::int64_t by = 0;
};

/// Changes of the counters of cases, before they are written.
struct CounterChanges {
    std::vector<CounterChange> states, hours, weeks;

    /// Counts `by` cases of this unit, state and deadline, for the unit and for all units together.
    void add(std::string_view unit, CaseState state, const std::optional<Time>& open_due, std::int64_t by);
    void append(CounterChanges&& others);
    void clear();
    [[nodiscard]] bool empty() const noexcept { return states.empty() && hours.empty(); }
};

/// Writes the counters' tables.
class CounterWrites {
public:
    explicit CounterWrites(Connection& db);
    /// Adds the changes up and writes one row a key; empties `changes`.
    [[nodiscard]] Result<void> flush(CounterChanges& changes);

private:
    [[nodiscard]] static Result<void> flush(std::vector<CounterChange>& changes, Statement& add,
                                            Statement& drop);
    Statement add_state_, drop_state_, add_hour_, drop_hour_, add_week_, drop_week_;
};

}  // namespace hotline::storage::sqlite
