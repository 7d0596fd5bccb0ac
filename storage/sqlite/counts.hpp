#pragma once

#include "storage/sqlite/rows.hpp"

namespace hotline::storage::sqlite {

using Units = std::optional<std::vector<std::string>>;  ///< as in CaseQuery

/// The unit under which counters keep the sum over all units.
inline constexpr std::string_view kAllUnits = "*";
/// The counters' buckets of a deadline: whole hours since 1970, and 168 of them.
[[nodiscard]] std::int64_t due_hour(Time due) noexcept;
[[nodiscard]] std::int64_t due_week(std::int64_t hour) noexcept;

/// Reads the counters that the writer keeps. Errors as in ReadTx.
class Counts {
public:
    explicit Counts(Connection& db);
    [[nodiscard]] Result<CaseCounts> count(const Units& units, Time now, std::chrono::milliseconds soon);
    /// Every unit that has or had a case, in order.
    [[nodiscard]] Result<std::vector<std::string>> all_units();
    /// Units that have cases in `state`.
    [[nodiscard]] Result<std::vector<std::string>> units_with(CaseState state);

private:
    /// Adds a unit's counters per state to `into`, indexed by state.
    [[nodiscard]] Result<void> add_states(std::string_view unit, std::vector<std::uint64_t>& into);
    /// Open cases of one unit due before `time`.
    [[nodiscard]] Result<std::uint64_t> due_before(std::string_view unit, Time time);
    /// Open cases of one unit due in an hour before `hour`: whole weeks, then the hours of the broken one.
    [[nodiscard]] Result<std::uint64_t> sum_before(std::string_view unit, std::int64_t hour);
    /// Open cases due in [from, to), counted in the index; `kAllUnits` goes through every unit.
    [[nodiscard]] Result<std::uint64_t> count_range(std::string_view unit, Time from, Time to);

    Statement by_state_, units_, units_with_, weeks_before_, hours_between_, weeks_, range_;
};

}  // namespace hotline::storage::sqlite
