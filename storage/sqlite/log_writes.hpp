#pragma once

#include "storage/sqlite/pending.hpp"
#include "storage/sqlite/reads.hpp"

namespace hotline::storage::sqlite {

/// Idempotency rows and exports, which name the first leaf of their work; tiles, checkpoints and the signer's
/// lease. Errors as in WriteTx.
class LogWrites {
public:
    LogWrites(Connection& db, Reads& reads, Pending& pending);

    void begin_work();
    /// Corrects rows that name a leaf when the work had none after all.
    [[nodiscard]] Result<void> finish_work();

    [[nodiscard]] Result<void> put_idempotency(const IdempotencyRow& row);
    [[nodiscard]] Result<std::uint64_t> drop_idempotency_before(Time at);
    [[nodiscard]] Result<void> put_export(const ExportRow& row);
    [[nodiscard]] Result<void> put_tile(std::uint8_t level, std::uint64_t index, const Bytes& hashes);
    [[nodiscard]] Result<void> publish_checkpoint(const CheckpointRow& row);
    [[nodiscard]] Result<void> lease_signer(std::string_view holder, Time now, Time until);

private:
    Reads* reads_;
    Pending* pending_;
    std::vector<Hash32> answers_;
    bool has_export_ = false;
    Statement clear_answer_leaf_, whole_answer_, set_answer_sum_, oldest_answers_, drop_answers_,
        insert_export_;
    Statement put_tile_, put_checkpoint_, read_lease_, put_lease_;
};

}  // namespace hotline::storage::sqlite
