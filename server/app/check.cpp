#include "server/app/check.hpp"

#include "server/app/check_log.hpp"
#include "server/app/founding.hpp"
#include "server/flow/approvals.hpp"
#include "server/flow/divert.hpp"
#include "server/vault/key_directory.hpp"
#include "storage/sqlite/sqlite_check.hpp"
#include "storage/sqlite/sqlite_engine.hpp"

namespace hotline::app {
namespace {

using Findings = std::vector<std::string>;

/// The moment that a case's id names (UUIDv7): its first bytes are Unix milliseconds.
storage::Time time_in(const CaseId& id) {
    constexpr std::size_t kTimeBytes = 6;
    std::int64_t ms = 0;
    for (std::size_t i = 0; i < kTimeBytes; ++i) ms = (ms << 8) | id.bytes[i];
    return storage::Time{std::chrono::milliseconds{ms}};
}

Result<void> check_lapse(const storage::ApprovalRow& row) {
    const bool undecided = row.approver == UserId{};
    if (undecided && row.expires_at != row.asked_at + flow::kPendingLife)
        return fail(Errc::bad_format, "lapses at another time than a request does");
    return {};
}

std::optional<storage::Time> wipe_time_of(const storage::CaseRecord& record) {
    if (!flow::is_undecided_guess(record)) return std::nullopt;
    return time_in(record.row.id) + flow::kGuessLife;
}

storage::RowChecks row_checks(const Config& config) {
    const auto user = [&root = config.directory_root](const storage::UserRow& row) -> Result<void> {
        Result<vault::MemberEntry> entry = vault::verify_member(row, root);
        if (!entry) return entry.error();
        return {};
    };
    return {.user = user, .approval = check_lapse, .wipe_at = wipe_time_of};
}

}  // namespace

Result<std::vector<std::string>> check_data_folder(const std::filesystem::path& data,
                                                   const std::filesystem::path& checkpoint) {
    Result<Config> config = load_config(data, std::nullopt);
    if (!config) return config.error();
    if (Result<void> closed = check_modes(*config); !closed) return closed.error();
    if (!checkpoint.empty()) config->published_checkpoint = checkpoint;
    Result<Findings> findings = storage::check_sqlite(data / "hotline.db", row_checks(*config));
    if (!findings) return findings.error();
    storage::SqliteOptions options;
    options.path = data / "hotline.db";
    Result<std::unique_ptr<storage::Engine>> engine = storage::open_sqlite(std::move(options));
    if (!engine) return engine.error();
    Result<void> read = storage::read_and_wait(**engine, [&](storage::ReadTx& tx) -> Result<void> {
        if (Result<void> done = check_log(tx, *config, *findings); !done) return done;
        if (auto keys = vault::load_directory(tx, config->directory_root); !keys)
            findings->push_back("unit_keys: " + keys.error().internal);
        return {};
    });
    (*engine)->stop();
    if (!read) return read.error();
    return findings;
}

}  // namespace hotline::app
