#include "server/app/check_log.hpp"

#include "crypto/note.hpp"
#include "server/app/files.hpp"
#include "server/audit/event_check.hpp"
#include "server/audit/tiles.hpp"

#include <fmt/format.h>

namespace hotline::app {
namespace {

using Findings = std::vector<std::string>;

constexpr std::uint32_t kPage = 4096;

Result<crypto::NoteVerifier> log_verifier(const Config& config) {
    Result<std::string> text = read_file(config.log_key);
    if (!text) return text.error();
    Result<Bytes> seed_bytes = from_base64(std::string_view(*text).substr(0, text->find('\n')));
    Result<crypto::SignSeed> seed = seed_bytes ? crypto::SignSeed::from(*seed_bytes) : seed_bytes.error();
    if (!seed) return seed.error();
    return crypto::verifier_of({config.log_origin, crypto::sign_key_pair_from_seed(*seed)});
}

/// What a signed note says. Errors: bad_signature, bad_format.
Result<crypto::Checkpoint> open_checkpoint(std::string_view note, const crypto::NoteVerifier& log) {
    Result<crypto::OpenedNote> opened = crypto::open_note(note, {log});
    if (!opened) return opened.error();
    return crypto::parse_checkpoint(opened->text);
}

/// The checkpoint kept outside; nothing when none is configured or none was written yet.
Result<std::optional<crypto::Checkpoint>> kept_outside(const Config& config, const crypto::NoteVerifier& log,
                                                       Findings& findings) {
    std::optional<crypto::Checkpoint> none;
    if (config.published_checkpoint.empty()) return none;
    Result<std::string> text = read_file(config.published_checkpoint);
    if (!text && text.error().code == Errc::not_found) return none;
    if (!text) return text.error();
    Result<crypto::Checkpoint> checkpoint = open_checkpoint(*text, log);
    if (checkpoint) return std::optional(*std::move(checkpoint));
    findings.emplace_back("checkpoint outside: not signed by this log's key");
    return none;
}

/// Walks through the leaves once.
class LogCheck {
public:
    LogCheck(storage::ReadTx& tx, Findings& findings)
        : tx_(&tx), findings_(&findings), events_([&tx](const UserId& id) -> Result<std::string> {
              Result<storage::UserRow> user = tx.find_user(id);
              if (!user) return user.error();
              return user->alias;
          }) {}

    Result<void> run(const storage::CheckpointRow& newest, const std::optional<crypto::Checkpoint>& kept) {
        std::optional<Hash32> kept_root;
        Result<std::vector<storage::EventRow>> page = next_page();
        for (; page && !page->empty(); page = next_page()) {
            for (const storage::EventRow& event : *page) {
                next_ = event.index + 1;
                events_.look(event, *findings_);
                if (tiles_.size() < newest.size) tiles_.append(crypto::leaf_hash(event.leaf));
                if (kept && tiles_.size() == kept->size) kept_root = tiles_.root();
            }
            if (Result<void> same = compare_tiles(); !same) return same;
        }
        if (!page) return page.error();
        events_.finish(*findings_);
        if (tiles_.size() != newest.size)
            add(fmt::format("events: {} leaves, but {} are signed", tiles_.size(), newest.size));
        if (tiles_.root() != newest.root)
            add(fmt::format("checkpoints {}: the leaves do not lead to the signed root", newest.size));
        if (kept && kept->size > newest.size)
            add(fmt::format("events: {} are signed, but {} by the checkpoint kept outside", newest.size,
                            kept->size));
        else if (kept && kept->size > 0 && kept_root != kept->root)
            add("events: the log is another than that of the checkpoint kept outside");
        return {};
    }

private:
    void add(std::string finding) { findings_->push_back(std::move(finding)); }

    Result<std::vector<storage::EventRow>> next_page() {
        storage::EventQuery query;
        query.from = next_;
        query.limit = kPage;
        return tx_->events(query);
    }

    /// One finding is enough: after it the rest of the tiles is passed over.
    Result<void> compare_tiles() {
        if (tiles_differ_) return {};
        Result<void> same = tiles_.compare(*tx_);
        if (same || same.error().code != Errc::bad_signature) return same;
        add("tiles: " + same.error().internal);
        tiles_differ_ = true;
        return {};
    }

    storage::ReadTx* tx_;
    Findings* findings_;
    audit::EventCheck events_;
    audit::TileBuilder tiles_;
    std::uint64_t next_ = 0;
    bool tiles_differ_ = false;
};

}  // namespace

Result<void> check_log(storage::ReadTx& tx, const Config& config, Findings& findings) {
    Result<crypto::NoteVerifier> log = log_verifier(config);
    if (!log) return log.error();
    Result<storage::CheckpointRow> newest = tx.latest_checkpoint();
    if (!newest && newest.error().code != Errc::not_found) return newest.error();
    if (!newest) newest = storage::CheckpointRow{0, crypto::empty_root(), {}, {}};
    if (newest->size > 0) {
        Result<crypto::Checkpoint> said = open_checkpoint(newest->note, *log);
        if (!said || said->size != newest->size || said->root != newest->root ||
            said->origin != config.log_origin)
            findings.push_back(fmt::format(
                "checkpoints {}: the note is not this log's or says something else", newest->size));
    }
    Result<std::optional<crypto::Checkpoint>> kept = kept_outside(config, *log, findings);
    if (!kept) return kept.error();
    return LogCheck(tx, findings).run(*newest, *kept);
}

}  // namespace hotline::app
