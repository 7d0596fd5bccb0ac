#include "server/app/check.hpp"

#include "server/app/check_log.hpp"
#include "server/app/founding.hpp"
#include "server/vault/key_directory.hpp"
#include "storage/sqlite/sqlite_check.hpp"
#include "storage/sqlite/sqlite_engine.hpp"

#include <fmt/format.h>

namespace hotline::app {
namespace {

using Findings = std::vector<std::string>;

storage::RowChecks row_checks(const Config& config) {
    return {.user = [&root = config.directory_root](const storage::UserRow& user) -> Result<void> {
        Result<vault::MemberEntry> entry = vault::verify_member(user, root);
        if (!entry) return entry.error();
        return {};
    }};
}

}  // namespace

Result<std::vector<std::string>> check_data_folder(const std::filesystem::path& data,
                                                   const std::filesystem::path& checkpoint) {
    Result<Config> config = load_config(data, std::nullopt);
    if (!config) return config.error();
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
