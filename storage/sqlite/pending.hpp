#pragma once

#include "storage/sqlite/rows.hpp"

#include <utility>
#include <vector>

namespace hotline::storage::sqlite {

/// What the works of a group change beside their own rows: leaves, counters, sequences and the directory's
/// version. Kept in memory and written once per group, before its COMMIT; a work that fails is cut off again.
/// Only the writer changes these tables, so that what stands here is the truth inside its transaction.
class Pending {
public:
    explicit Pending(Connection& db);

    /// Reads the numbers to go on from; called inside a transaction at the start and after a failed group.
    [[nodiscard]] Result<void> load();
    /// Sets the time of the group's leaves: `now`, or the last leaf's when the clock went back.
    void begin_group(Time now) noexcept;
    void begin_work();
    void undo_work();
    /// Writes waiting leaves and counters, so that the work's own reads see them.
    [[nodiscard]] Result<void> flush();
    /// Writes everything that waits; the next step is COMMIT.
    [[nodiscard]] Result<void> finish_group();

    void add_event(const EventDraft& draft) { events_.push_back(draft); }
    /// The leaf of the first event that waits, and how many wait.
    [[nodiscard]] const std::vector<EventDraft>& waiting_events() const noexcept { return events_; }
    [[nodiscard]] std::uint64_t next_leaf() const noexcept { return flushed_leaves_ + events_.size(); }
    [[nodiscard]] std::uint64_t first_leaf_of_work() const noexcept { return work_.next_leaf; }
    [[nodiscard]] Time group_time() const noexcept { return group_time_; }

    /// Counts `by` cases of this row's unit, state and deadline.
    void count_case(std::string_view unit, CaseState state, const std::optional<Time>& open_due,
                    std::int64_t by);
    /// The next number of a year of two digits.
    [[nodiscard]] CaseNumber take_number(std::int64_t year);
    [[nodiscard]] std::uint64_t directory_version() const noexcept { return directory_version_; }
    void bump_directory() noexcept { ++directory_version_; }

private:
    struct Change {
        std::string unit;
        std::int64_t key = 0;  // the state, or the hour
        std::int64_t by = 0;
    };
    using Changes = std::vector<Change>;
    using Sequences = std::vector<std::pair<std::int64_t, std::int64_t>>;  // year, next
    /// Where the current work began.
    struct Mark {
        std::size_t events = 0, states = 0, dues = 0;
        std::uint64_t next_leaf = 0, directory_version = 0;
        Sequences sequences;
    };
    /// What a flush inside a work wrote for earlier works; comes back when that work is undone.
    struct Flushed {
        std::uint64_t leaves = 0;
        std::vector<EventDraft> events;
        Changes states, dues;
    };

    [[nodiscard]] Result<void> load_sequences();
    [[nodiscard]] Result<void> flush_events();
    [[nodiscard]] Result<void> flush_changes(Changes& changes, Statement& add, Statement& drop);
    [[nodiscard]] Result<void> flush_numbers();
    void remember_flushed();

    std::vector<EventDraft> events_;
    Changes states_, dues_;
    Sequences sequences_, stored_sequences_;
    std::uint64_t flushed_leaves_ = 0, directory_version_ = 0, stored_directory_version_ = 0;
    Time last_time_{}, group_time_{};
    Mark work_;
    bool in_work_ = false;
    std::optional<Flushed> flushed_in_work_;

    Statement last_event_, read_sequences_, read_directory_;
    Statement insert_event_, add_state_, drop_state_, add_due_, drop_due_, put_sequence_, put_directory_;
};

}  // namespace hotline::storage::sqlite
