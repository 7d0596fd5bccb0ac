#include "storage/sqlite/pending.hpp"

#include <algorithm>

namespace hotline::storage::sqlite {
namespace {

constexpr CaseNumber kSequencePerYear = 100'000'000;

}  // namespace

Pending::Pending(Connection& db)
    : rows_(db),
      counter_writes_(db),
      last_event_(db, "SELECT n,t FROM events ORDER BY n DESC LIMIT 1"),
      read_sequences_(db, "SELECT year,next FROM case_sequence"),
      read_directory_(db, "SELECT version FROM directory WHERE one=1"),
      put_sequence_(db, "INSERT OR REPLACE INTO case_sequence(year,next) VALUES(?,?)"),
      put_directory_(db, "INSERT OR REPLACE INTO directory(one,version,sum) VALUES(?,?,?)") {}

Result<void> Pending::load() {
    earlier_.clear();
    own_.clear();
    earlier_counters_.clear();
    own_counters_.clear();
    auto last = last_event_();
    auto row = last.next();
    if (!row) return row.error();
    written_leaves_ = *row ? last.count(0) + 1 : 0;
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
    work_.next_leaf = next_leaf();
    work_.directory_version = directory_version_;
    work_.leaves_written = 0;
    work_.sequences = sequences_;
    work_.lent.reset();
}

void Pending::accept_work() {
    earlier_.append(std::move(own_));
    earlier_counters_.append(std::move(own_counters_));
}

void Pending::undo_work() {
    own_.clear();
    own_counters_.clear();
    // the savepoint takes back what the work had written
    written_leaves_ -= work_.leaves_written;
    if (work_.lent) earlier_counters_ = *std::move(work_.lent);
    sequences_ = work_.sequences;
    directory_version_ = work_.directory_version;
}

Result<void> Pending::write_events(NewRows& rows) {
    const auto leaves = rows.events.size();
    if (auto done = rows_.flush_events(rows, written_leaves_, group_time_); !done) return done;
    written_leaves_ += leaves;
    return {};
}

Result<void> Pending::flush_earlier() {
    if (auto done = rows_.flush_cases(earlier_); !done) return done;
    return write_events(earlier_);
}

Result<void> Pending::flush_own() {
    return rows_.flush_cases(own_);
}

Result<void> Pending::flush_own_events() {
    work_.leaves_written += own_.events.size();
    return write_events(own_);
}

const NewCase* Pending::find_waiting(const CaseId& id) const noexcept {
    for (const auto* rows : {&own_, &earlier_}) {
        const auto found = std::ranges::find(rows->cases, id, [](const NewCase& one) { return one.row.id; });
        if (found != rows->cases.end()) return &*found;
    }
    return nullptr;
}

Result<void> Pending::flush_counters() {
    if (!work_.lent) work_.lent = earlier_counters_;
    if (auto done = counter_writes_.flush(earlier_counters_); !done) return done;
    return counter_writes_.flush(own_counters_);
}

Result<void> Pending::finish_group() {
    if (auto done = flush_earlier(); !done) return done;
    if (auto done = counter_writes_.flush(earlier_counters_); !done) return done;
    return write_numbers();
}

CaseNumber Pending::take_number(std::int64_t year) {
    auto found = std::ranges::find(sequences_, year, &Sequences::value_type::first);
    if (found == sequences_.end()) found = sequences_.insert(found, {year, 1});
    return year * kSequencePerYear + found->second++;
}

Result<void> Pending::write_numbers() {
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
