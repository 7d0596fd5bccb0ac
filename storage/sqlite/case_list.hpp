#pragma once

#include "storage/sqlite/counts.hpp"

namespace hotline::storage::sqlite {

class CaseReads;

/// Pages of cases, newest first. Numbers come from the narrowest index, several ranges of it are merged, and
/// only rows that stand in the page are read, so that a page costs the same in a small and a large table.
class CaseList {
public:
    CaseList(Connection& db, CaseReads& cases, Counts& counts);
    /// Errors: bad_input (limit outside 1..200), those of ReadTx.
    [[nodiscard]] Result<CasePage> list(const CaseQuery& query);

private:
    struct Candidate {
        CaseNumber number = 0;
        std::optional<Time> open_due;  ///< read only where a list by deadline needs it
    };
    /// One range of an index, read in slices from the newest number down.
    struct Source {
        std::string unit;                ///< empty: all
        std::optional<CaseState> state;  ///< only with a unit
        bool open = false;               ///< open cases with a deadline, of all units
        std::vector<Candidate> slice;
        std::size_t at = 0;
        CaseNumber below = 0;
        bool at_end = false;
    };
    class Merge;

    [[nodiscard]] Result<std::vector<Source>> plan(const CaseQuery& query);
    [[nodiscard]] Result<std::vector<Source>> ranges(const CaseQuery& query, CaseNumber below);
    [[nodiscard]] Result<std::vector<std::string>> units_of(const CaseQuery& query);
    /// True when collecting every case of the due filter is cheaper than walking by number until a page is
    /// full.
    [[nodiscard]] Result<bool> due_is_rare(const CaseQuery& query);
    [[nodiscard]] Result<Source> collect_due(const CaseQuery& query, CaseNumber below);
    [[nodiscard]] Statement::Query select(const Source& source, std::size_t slice);
    [[nodiscard]] Result<void> refill(Source& source, std::size_t slice);

    CaseReads* cases_;
    Counts* counts_;
    Statement all_, open_, unit_, unit_state_, due_;
};

}  // namespace hotline::storage::sqlite
