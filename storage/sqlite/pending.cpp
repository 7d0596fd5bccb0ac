#include "storage/sqlite/pending.hpp"

#include "storage/sqlite/counts.hpp"

#include <algorithm>
#include <tuple>

namespace hotline::storage::sqlite {
namespace {

constexpr CaseNumber kSequencePerYear = 100'000'000;

}  // namespace

Pending::Pending(Connection& db)
    : last_event_(db, "SELECT n,t FROM events ORDER BY n DESC LIMIT 1"),
      read_sequences_(db, "SELECT year,next FROM case_sequence"),
      read_directory_(db, "SELECT version FROM directory WHERE one=1"),
      insert_event_(
          db, "INSERT INTO events(" HOTLINE_EVENT_COLUMNS ",sum) VALUES(?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)"),
      add_state_(db,
                 "INSERT INTO state_counters(unit,state,n) VALUES(?,?,?)"
                 " ON CONFLICT DO UPDATE SET n=n+excluded.n"),
      drop_state_(db, "DELETE FROM state_counters WHERE unit=? AND state=? AND n=0"),
      add_due_(db,
               "INSERT INTO due_counters(unit,hour,n) VALUES(?,?,?)"
               " ON CONFLICT DO UPDATE SET n=n+excluded.n"),
      drop_due_(db, "DELETE FROM due_counters WHERE unit=? AND hour=? AND n=0"),
      put_sequence_(db, "INSERT OR REPLACE INTO case_sequence(year,next) VALUES(?,?)"),
      put_directory_(db, "INSERT OR REPLACE INTO directory(one,version,sum) VALUES(?,?,?)") {}

Result<void> Pending::load() {
    events_.clear();
    states_.clear();
    dues_.clear();
    flushed_in_work_.reset();
    in_work_ = false;
    auto last = last_event_();
    auto row = last.next();
    if (!row) return row.error();
    flushed_leaves_ = *row ? last.count(0) + 1 : 0;
    last_time_ = *row ? RowReader(last, 1).time() : Time{};
    auto directory = read_directory_();
    row = directory.next();
    if (!row) return row.error();
    directory_version_ = stored_directory_version_ = *row ? directory.count(0) : 0;
    return load_sequences();
}

Result<void> Pending::load_sequences() {
    sequences_.clear();
    auto rows = read_sequences_();
    for (;;) {
        auto row = rows.next();
        if (!row) return row.error();
        if (!*row) break;
        sequences_.emplace_back(rows.integer(0), rows.integer(1));
    }
    stored_sequences_ = sequences_;
    return {};
}

void Pending::begin_group(Time now) noexcept {
    group_time_ = last_time_ = std::max(now, last_time_);
}

void Pending::begin_work() {
    work_.events = events_.size();
    work_.states = states_.size();
    work_.dues = dues_.size();
    work_.next_leaf = next_leaf();
    work_.directory_version = directory_version_;
    work_.sequences = sequences_;
    flushed_in_work_.reset();
    in_work_ = true;
}

void Pending::undo_work() {
    if (flushed_in_work_) {  // the savepoint took back what the flush wrote
        flushed_leaves_ = flushed_in_work_->leaves;
        events_ = std::move(flushed_in_work_->events);
        states_ = std::move(flushed_in_work_->states);
        dues_ = std::move(flushed_in_work_->dues);
        flushed_in_work_.reset();
    }
    events_.resize(work_.events);
    states_.resize(work_.states);
    dues_.resize(work_.dues);
    sequences_ = work_.sequences;
    directory_version_ = work_.directory_version;
}

void Pending::count_case(std::string_view unit, CaseState state, const std::optional<Time>& open_due,
                         std::int64_t by) {
    for (const auto name : {unit, kAllUnits}) {
        states_.push_back({std::string(name), static_cast<std::int64_t>(state), by});
        if (open_due) dues_.push_back({std::string(name), due_bucket(*open_due), by});
    }
}

CaseNumber Pending::take_number(std::int64_t year) {
    auto found = std::ranges::find(sequences_, year, &Sequences::value_type::first);
    if (found == sequences_.end()) found = sequences_.insert(found, {year, 1});
    return year * kSequencePerYear + found->second++;
}

void Pending::remember_flushed() {
    if (!in_work_ || flushed_in_work_) return;
    flushed_in_work_.emplace(flushed_leaves_, events_, states_, dues_);
}

Result<void> Pending::flush() {
    if (!events_.empty() || !states_.empty() || !dues_.empty()) remember_flushed();
    if (auto done = flush_events(); !done) return done;
    if (auto done = flush_changes(states_, add_state_, drop_state_); !done) return done;
    return flush_changes(dues_, add_due_, drop_due_);
}

Result<void> Pending::finish_group() {
    in_work_ = false;
    if (auto done = flush(); !done) return done;
    return flush_numbers();
}

Result<void> Pending::flush_events() {
    for (const auto& event : events_) {
        const auto leaf = format_leaf(flushed_leaves_, group_time_, event);
        auto query = insert_event_.row("events", flushed_leaves_, group_time_, event.kind, event.purpose,
                                       event.case_id, event.actor, event.unit, event.manifest,
                                       event.shown_json, event.shown_salt, event.staff_hash, event.staff_wrap,
                                       event.staff_envelope, leaf);
        if (auto done = query.run(); !done) return done;
        ++flushed_leaves_;
    }
    events_.clear();
    return {};
}

Result<void> Pending::flush_changes(Changes& changes, Statement& add, Statement& drop) {
    std::ranges::sort(changes, {}, [](const Change& c) { return std::tie(c.unit, c.key); });
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

Result<void> Pending::flush_numbers() {
    for (const auto& [year, next] : sequences_) {
        const auto same = std::ranges::find(stored_sequences_, std::pair(year, next));
        if (same != stored_sequences_.end()) continue;
        if (auto done = put_sequence_(year, next).run(); !done) return done;
    }
    stored_sequences_ = sequences_;
    if (directory_version_ == stored_directory_version_) return {};
    stored_directory_version_ = directory_version_;
    return put_directory_.row("directory", 1, directory_version_).run();
}

}  // namespace hotline::storage::sqlite
