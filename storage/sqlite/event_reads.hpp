#pragma once

#include "storage/sqlite/rows.hpp"

namespace hotline::storage::sqlite {

/// Leaves, tiles and checkpoints. Errors as in ReadTx.
class EventReads {
public:
    explicit EventReads(Connection& db);
    [[nodiscard]] Result<std::vector<EventRow>> events(const EventQuery& query);
    [[nodiscard]] Result<std::uint64_t> count();
    /// The index of the first leaf at or after `time`, one past the last when there is none.
    [[nodiscard]] Result<std::uint64_t> first_since(Time time);
    [[nodiscard]] Result<CheckpointRow> latest_checkpoint();
    [[nodiscard]] Result<Bytes> tile(std::uint8_t level, std::uint64_t index);

private:
    /// A range of leaf indexes, [from, to).
    struct Range {
        std::uint64_t from = 0, to = 0;
    };
    [[nodiscard]] Result<Range> range_of(const EventQuery& query);
    [[nodiscard]] Result<std::uint64_t> first_at_or_after(Time time, std::uint64_t count);
    [[nodiscard]] Statement::Query select(const EventQuery& query, const Range& range);

    Statement all_up_, all_down_, case_up_, case_down_, actor_up_, actor_down_;
    Statement last_, time_of_, checkpoint_, tile_;
};

/// The key of a tile's row: level * 2^48 + index.
[[nodiscard]] std::int64_t tile_id(std::uint8_t level, std::uint64_t index) noexcept;
[[nodiscard]] Result<CheckpointRow> read_checkpoint(const Statement::Query& query);

}  // namespace hotline::storage::sqlite
