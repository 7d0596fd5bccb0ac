#include "storage/sqlite/event_reads.hpp"

#include <algorithm>
#include <limits>

namespace hotline::storage::sqlite {
namespace {

bool matches(const EventQuery& query, const EventDraft& event) {
    return (query.unit.empty() || query.unit == event.unit) &&
           (query.purpose.empty() || query.purpose == event.purpose) &&
           (query.kind_prefix.empty() || event.kind.starts_with(query.kind_prefix)) &&
           (!query.case_id || query.case_id == event.case_id) && (!query.actor || query.actor == event.actor);
}

#define HOTLINE_EVENTS_WHERE(condition, order) \
    "SELECT " HOTLINE_EVENT_COLUMNS " FROM events WHERE " condition "n>=? AND n<? ORDER BY n " order

}  // namespace

EventReads::EventReads(Connection& db)
    : all_up_(db, HOTLINE_EVENTS_WHERE("", "ASC")),
      all_down_(db, HOTLINE_EVENTS_WHERE("", "DESC")),
      case_up_(db, HOTLINE_EVENTS_WHERE("case_id=? AND ", "ASC")),
      case_down_(db, HOTLINE_EVENTS_WHERE("case_id=? AND ", "DESC")),
      actor_up_(db, HOTLINE_EVENTS_WHERE("actor=? AND ", "ASC")),
      actor_down_(db, HOTLINE_EVENTS_WHERE("actor=? AND ", "DESC")),
      last_(db, "SELECT n FROM events ORDER BY n DESC LIMIT 1"),
      time_of_(db, "SELECT t FROM events WHERE n=?"),
      checkpoint_(db, "SELECT size,root,note,at FROM checkpoints ORDER BY size DESC LIMIT 1"),
      tile_(db, "SELECT hashes FROM tiles WHERE id=?") {}

Result<std::uint64_t> EventReads::count() {
    auto query = last_();
    auto row = query.next();
    if (!row) return row.error();
    return *row ? query.count(0) + 1 : 0;
}

Result<std::uint64_t> EventReads::first_since(Time time) {
    auto leaves = count();
    if (!leaves) return leaves.error();
    return first_at_or_after(time, *leaves);
}

Result<std::uint64_t> EventReads::first_at_or_after(Time time, std::uint64_t count) {
    std::uint64_t low = 0, high = count;  // times never decrease with n
    while (low < high) {
        const auto middle = low + (high - low) / 2;
        auto query = time_of_(middle);
        auto row = query.next();
        if (!row) return row.error();
        const bool before = *row && query.integer(0) < time.time_since_epoch().count();
        (before ? low : high) = before ? middle + 1 : middle;
    }
    return low;
}

Result<EventReads::Range> EventReads::range_of(const EventQuery& query) {
    auto leaves = count();
    if (!leaves) return leaves.error();
    Range range{query.from, std::min(query.to, *leaves)};
    if (query.since) {
        auto first = first_at_or_after(*query.since, *leaves);
        if (!first) return first.error();
        range.from = std::max(range.from, *first);
    }
    if (query.until) {
        auto first = first_at_or_after(*query.until, *leaves);
        if (!first) return first.error();
        range.to = std::min(range.to, *first);
    }
    range.from = std::min(range.from, range.to);
    return range;
}

Statement::Query EventReads::select(const EventQuery& query, const Range& range) {
    if (query.case_id)
        return (query.newest_first ? case_down_ : case_up_)(*query.case_id, range.from, range.to);
    if (query.actor)
        return (query.newest_first ? actor_down_ : actor_up_)(*query.actor, range.from, range.to);
    return (query.newest_first ? all_down_ : all_up_)(range.from, range.to);
}

Result<std::vector<EventRow>> EventReads::events(const EventQuery& query) {
    const auto range = range_of(query);
    if (!range) return range.error();
    std::vector<EventRow> found;
    auto rows = select(query, *range);
    while (found.size() < query.limit) {
        auto row = rows.next();
        if (!row) return row.error();
        if (!*row) break;
        auto event = read_event(rows);
        if (!event) return event.error();
        if (matches(query, event->details)) found.push_back(*std::move(event));
    }
    return found;
}

Result<CheckpointRow> read_checkpoint(const Statement::Query& query) {
    RowReader in(query);
    CheckpointRow row;
    row.size = in.count();
    row.root = in.fixed<Hash32>();
    row.note = in.text();
    row.at = in.time();
    if (!in.ok()) return fail(Errc::bad_format, "stored checkpoint");
    return row;
}

Result<CheckpointRow> EventReads::latest_checkpoint() {
    return read_one(checkpoint_(), read_checkpoint);
}

std::int64_t tile_id(std::uint8_t level, std::uint64_t index) noexcept {
    constexpr int kIndexBits = 48;
    return (static_cast<std::int64_t>(level) << kIndexBits) | static_cast<std::int64_t>(index);
}

Result<Bytes> EventReads::tile(std::uint8_t level, std::uint64_t index) {
    return read_one(tile_(tile_id(level, index)),
                    [](const Statement::Query& row) -> Result<Bytes> { return row.bytes(0); });
}

}  // namespace hotline::storage::sqlite
