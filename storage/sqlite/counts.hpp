#pragma once

#include "storage/sqlite/rows.hpp"

namespace hotline::storage::sqlite {

using Units = std::optional<std::vector<std::string>>;  ///< as in CaseQuery

/// The unit under which counters keep the sum over all units.
inline constexpr std::string_view kAllUnits = "*";
inline constexpr std::chrono::hours kDueBucket{1};
/// The counter's bucket of a deadline: whole hours since 1970.
[[nodiscard]] std::int64_t due_bucket(Time due) noexcept;

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
    [[nodiscard]] Result<std::uint64_t> sum_before(std::string_view unit, std::int64_t bucket);
    /// Open cases due in [from, to), counted in the index; `kAllUnits` goes through every unit.
    [[nodiscard]] Result<std::uint64_t> count_range(std::string_view unit, Time from, Time to);

    Statement by_state_, units_, units_with_, sum_before_, range_;
};

}  // namespace hotline::storage::sqlite
