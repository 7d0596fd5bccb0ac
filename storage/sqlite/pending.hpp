#pragma once

#include "storage/sqlite/counters.hpp"
#include "storage/sqlite/new_rows.hpp"

#include <utility>

namespace hotline::storage::sqlite {

/// What a group of works adds and counts, kept in memory until it is needed in the tables: new rows,
/// counters, sequences and the directory's version. What the current work did stands apart from what earlier
/// works of the group did, so that a failed work is simply forgotten. Only the writer changes these tables:
/// what stands here is the truth inside its transaction.
class Pending {
public:
    explicit Pending(Connection& db);

    /// Reads the numbers to go on from; called inside a transaction at the start and after a failed group.
    [[nodiscard]] Result<void> load();
    /// Sets the time of the group's leaves: `now`, or the last leaf's when the clock went back.
    void begin_group(Time now) noexcept;
    void begin_work();
    void accept_work();
    void undo_work();

    /// Writes the rows of earlier works; must come before the work's savepoint, which would take them back.
    [[nodiscard]] Result<void> flush_earlier();
    /// Writes the cases and answers of this work, inside its savepoint, so that it can read or change them.
    [[nodiscard]] Result<void> flush_own();
    /// Writes the events of this work. They wait longer, because `b` of their leaves speaks of the work's
    /// end.
    [[nodiscard]] Result<void> flush_own_events();
    /// Writes all counters, inside the work's savepoint, so that the work can read them.
    [[nodiscard]] Result<void> flush_counters();
    /// Writes everything that waits; the next step is COMMIT.
    [[nodiscard]] Result<void> finish_group();

    /// Rows of the current work that are not written yet.
    [[nodiscard]] NewRows& own() noexcept { return own_; }
    [[nodiscard]] CounterChanges& counters() noexcept { return own_counters_; }
    /// True when a row is new in this group and not written yet.
    [[nodiscard]] bool waits(const CaseId& id) const noexcept {
        return own_.has_case(id) || earlier_.has_case(id);
    }
    /// The new case of this group while it is not written yet; null otherwise.
    [[nodiscard]] const NewCase* find_waiting(const CaseId& id) const noexcept;
    [[nodiscard]] bool waits(const Hash32& answer) const noexcept {
        return own_.has_answer(answer) || earlier_.has_answer(answer);
    }

    [[nodiscard]] std::uint64_t next_leaf() const noexcept {
        return written_leaves_ + earlier_.events.size() + own_.events.size();
    }
    [[nodiscard]] std::uint64_t first_leaf_of_work() const noexcept { return work_.next_leaf; }
    [[nodiscard]] Time group_time() const noexcept { return group_time_; }
    /// The next number of a year of two digits.
    [[nodiscard]] CaseNumber take_number(std::int64_t year);
    [[nodiscard]] std::uint64_t directory_version() const noexcept { return directory_version_; }
    void bump_directory() noexcept { ++directory_version_; }

private:
    using Sequences = std::vector<std::pair<std::int64_t, std::int64_t>>;  // year, next
    /// Where the current work began.
    struct Mark {
        std::uint64_t next_leaf = 0, directory_version = 0;
        std::uint64_t leaves_written = 0;  // by this work
        Sequences sequences;
        std::optional<CounterChanges> lent;  // earlier works' counters that this work had written
    };
    [[nodiscard]] Result<void> load_sequences();
    [[nodiscard]] Result<void> write_events(NewRows& rows);
    [[nodiscard]] Result<void> write_numbers();

    NewRows earlier_, own_;
    CounterChanges earlier_counters_, own_counters_;
    Sequences sequences_, stored_sequences_;
    std::uint64_t written_leaves_ = 0, directory_version_ = 0, stored_directory_version_ = 0;
    Time last_time_{}, group_time_{};
    Mark work_;

    NewRowWrites rows_;
    CounterWrites counter_writes_;
    Statement last_event_, read_sequences_, read_directory_, put_sequence_, put_directory_;
};

}  // namespace hotline::storage::sqlite
