#include "server/app/check.hpp"

#include "crypto/note.hpp"
#include "server/app/check_accounts.hpp"
#include "server/app/config.hpp"
#include "server/app/files.hpp"
#include "server/app/founding.hpp"
#include "server/audit/tiles.hpp"
#include "server/vault/key_directory.hpp"
#include "storage/sqlite/sqlite_check.hpp"
#include "storage/sqlite/sqlite_engine.hpp"

#include <fmt/format.h>

namespace hotline::app {
namespace {

using Findings = std::vector<std::string>;

/// Re-derives the tree from every leaf and compares it with the stored tiles and the newest checkpoint.
Result<void> check_tree(storage::ReadTx& tx, Findings& findings) {
    Result<storage::CheckpointRow> checkpoint = tx.latest_checkpoint();
    if (!checkpoint && checkpoint.error().code == Errc::not_found) return {};
    if (!checkpoint) return checkpoint.error();
    crypto::TreeEdge edge;
    while (edge.size() < checkpoint->size) {
        storage::EventQuery query;
        query.from = edge.size();
        query.to = checkpoint->size;
        query.limit = 4096;
        Result<std::vector<storage::EventRow>> events = tx.events(query);
        if (!events) return events.error();
        if (events->empty()) break;
        for (const storage::EventRow& event : *events) edge.append(crypto::leaf_hash(event.leaf));
    }
    if (edge.size() != checkpoint->size)
        findings.push_back(
            fmt::format("events: {} leaves, but {} are signed", edge.size(), checkpoint->size));
    if (edge.root() != checkpoint->root)
        findings.push_back(
            fmt::format("checkpoints {}: the leaves do not lead to the signed root", checkpoint->size));
    Result<audit::TileBuilder> tiles = audit::TileBuilder::load(tx, checkpoint->size);
    if (!tiles || tiles->root() != checkpoint->root)
        findings.push_back(
            fmt::format("tiles: they do not lead to the root of checkpoint {}", checkpoint->size));
    return {};
}

Result<void> check_note(storage::ReadTx& tx, const Config& config, Findings& findings) {
    Result<storage::CheckpointRow> checkpoint = tx.latest_checkpoint();
    if (!checkpoint && checkpoint.error().code == Errc::not_found) return {};
    if (!checkpoint) return checkpoint.error();
    Result<std::string> text = read_file(config.log_key);
    if (!text) return text.error();
    Result<Bytes> seed_bytes = from_base64(std::string_view(*text).substr(0, text->find('\n')));
    Result<crypto::SignSeed> seed = seed_bytes ? crypto::SignSeed::from(*seed_bytes) : seed_bytes.error();
    if (!seed) return seed.error();
    const crypto::NoteSigner signer{config.log_origin, crypto::sign_key_pair_from_seed(*seed)};
    Result<crypto::OpenedNote> note = crypto::open_note(checkpoint->note, {crypto::verifier_of(signer)});
    Result<crypto::Checkpoint> parsed =
        note ? crypto::parse_checkpoint(note->text) : Result<crypto::Checkpoint>(note.error());
    if (!parsed || parsed->size != checkpoint->size || parsed->root != checkpoint->root ||
        parsed->origin != config.log_origin)
        findings.push_back(fmt::format("checkpoints {}: the note is not this log's or says something else",
                                       checkpoint->size));
    return {};
}

/// Everything the directory root signed.
Result<void> check_directory(storage::ReadTx& tx, const Config& config, Findings& findings) {
    auto keys = vault::load_directory(tx, config.directory_root);
    if (!keys) findings.push_back("unit_keys: " + keys.error().internal);
    Result<std::vector<storage::UserRow>> users = tx.all_users();
    if (!users) return users.error();
    for (const storage::UserRow& user : *users)
        if (Result<vault::MemberEntry> entry = vault::verify_member(user, config.directory_root); !entry)
            findings.push_back(fmt::format("users {}: {}", to_hex(user.id.view()), entry.error().internal));
    return {};
}

}  // namespace

Result<std::vector<std::string>> check_data_folder(const std::filesystem::path& data) {
    Result<Config> config = load_config(data, std::nullopt);
    if (!config) return config.error();
    if (Result<void> closed = check_modes(*config); !closed) return closed.error();
    Result<Findings> findings = storage::check_sqlite(data / "hotline.db");
    if (!findings) return findings.error();
    storage::SqliteOptions options;
    options.path = data / "hotline.db";
    Result<std::unique_ptr<storage::Engine>> engine = storage::open_sqlite(std::move(options));
    if (!engine) return engine.error();
    Result<void> read = storage::read_and_wait(**engine, [&](storage::ReadTx& tx) -> Result<void> {
        for (const Result<void>& done :
             {check_tree(tx, *findings), check_note(tx, *config, *findings),
              check_directory(tx, *config, *findings), check_accounts(tx, *findings)})
            if (!done) return done.error();
        return {};
    });
    (*engine)->stop();
    if (!read) return read.error();
    return findings;
}

}  // namespace hotline::app
