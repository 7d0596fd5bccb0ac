#include "server/flow/export_log.hpp"

#include "server/audit/tiles.hpp"
#include "server/vault/readers.hpp"

#include <algorithm>

namespace hotline::flow {
namespace {

constexpr std::uint32_t kPiece = 256;  // leaves opened in one go: some milliseconds on a reader's thread

asio::awaitable<Result<std::optional<UserId>>> officer_id(Services* services, std::string username) {
    if (username.empty()) co_return std::optional<UserId>();
    Result<storage::UserRow> user = co_await ops::read(
        services->engine, [username](storage::ReadTx& tx) { return tx.find_user(username); });
    if (!user && user.error().code == Errc::not_found) co_return fail(Errc::bad_input, "officer");
    if (!user) co_return user.error();
    co_return std::optional(user->id);
}

/// The signed note of the log at an earlier size. Ed25519 is deterministic, so it is the note of that time.
Result<std::string> note_at(storage::ReadTx& tx, std::uint64_t size, const crypto::NoteSigner& log_key) {
    audit::TileSource tiles(tx);
    Result<Hash32> root = crypto::root_from(size, tiles.source());
    if (!root) return root.error();
    return crypto::sign_note(crypto::format_checkpoint({log_key.name, size, *root}), log_key);
}

Result<SecretBytes> staff_of(vault::WorkPermit& permit, crypto::WrapOpener& key,
                             const storage::EventRow& event) {
    if (event.details.staff_envelope.empty()) return SecretBytes{};
    return vault::open_staff_details(permit, key, event);
}

asio::awaitable<bool> append_to(std::shared_ptr<std::string> whole, std::string piece) {
    *whole += piece;
    co_return true;
}

}  // namespace

asio::awaitable<Result<ExportSummary>> create_export(Services* services, const access::Member* member,
                                                     ExportRequest request) {
    if (Result<void> may = may_open(*services); !may) co_return may.error();
    Result<std::optional<UserId>> officer = co_await officer_id(services, std::move(request.officer));
    if (!officer) co_return officer.error();
    request.filter.officer = *officer;

    storage::ExportRow row;
    row.id = random_fixed<RowId>();
    row.user = member->id();
    row.filter_json = request.filter.to_json();
    row.at = services->clock->now();
    const crypto::SignSeed seed = crypto::SignSeed::random();
    const crypto::NoteSigner key{audit::export_key_name(services->signer->log_key().name, row.id),
                                 crypto::sign_key_pair_from_seed(seed)};
    row.secret = vault::seal_export_seed(member->box_key(), seed, row);

    const std::string note = note_for_audit(*services, request.reason);
    const std::string public_key = crypto::format_verifier(crypto::verifier_of(key));
    audit::Act act;
    act.kind = "export.created";
    act.note = note;
    act.detail = public_key;
    Result<storage::EventDraft> draft =
        services->recorder->by_member(*member, services->sealer->units().audit, act);
    if (!draft) co_return draft.error();
    Result<storage::Commit> stored = co_await ops::write(
        services->engine, [row, draft = *std::move(draft)](storage::WriteTx& tx) -> Result<void> {
            if (Result<void> appended = tx.append_event(draft); !appended) return appended;
            return tx.put_export(row);
        });
    if (!stored) co_return stored.error();
    const std::uint64_t leaf = stored->leaves.front();
    if (Result<void> covered = co_await services->signer->cover(leaf); !covered) co_return covered.error();
    co_return ExportSummary{row.id, leaf, leaf + 1, request.filter.complete()};
}

ExportFiles::ExportFiles(Services* services, storage::ExportRow row, audit::ExportFilter filter,
                         crypto::NoteSigner key, vault::WorkPermit permit, crypto::WrapOpener audit_key)
    : services_(services),
      row_(std::move(row)),
      filter_(std::move(filter)),
      key_(std::move(key)),
      permit_(std::move(permit)),
      audit_key_(std::move(audit_key)) {}

asio::awaitable<Result<std::shared_ptr<ExportFiles>>> ExportFiles::open(Services* services,
                                                                        const access::Member* member,
                                                                        RowId id) {
    if (Result<void> may = may_open(*services); !may) co_return may.error();
    Result<storage::ExportRow> row =
        co_await ops::read(services->engine, [id](storage::ReadTx& tx) { return tx.find_export(id); });
    if (!row) co_return row.error();
    if (row->user != member->id()) co_return fail(Errc::not_found, "another auditor's export");
    Result<audit::ExportFilter> filter = audit::ExportFilter::from_json(row->filter_json);
    if (!filter) co_return filter.error();
    Result<vault::UserKeys> keys = member->open_keys();
    if (!keys) co_return keys.error();
    Result<crypto::SignSeed> seed = vault::open_export_seed(*keys, *row);
    if (!seed) co_return seed.error();
    Result<UnitAccess> audit = co_await enter_unit(services, member, services->sealer->units().audit);
    if (!audit) co_return audit.error();
    crypto::NoteSigner signer{audit::export_key_name(services->signer->log_key().name, id),
                              crypto::sign_key_pair_from_seed(*seed)};
    co_return std::shared_ptr<ExportFiles>(new ExportFiles(services, *std::move(row), *std::move(filter),
                                                           std::move(signer), std::move(audit->permit),
                                                           std::move(audit->key)));
}

bool ExportFiles::has(std::string_view name) const {
    const std::vector<std::string> names = audit::export_files(size());
    return std::ranges::find(names, name) != names.end();
}

asio::awaitable<Result<void>> ExportFiles::write(std::string name, ExportSink sink) {
    if (Result<audit::LeafRange> range = audit::leaf_range(name, size()); range)
        co_return co_await write_leaves(*range, std::move(sink));
    Result<std::string> bytes =
        name == "manifest" ? co_await manifest() : co_await small_file(std::move(name));
    if (!bytes) co_return bytes.error();
    (void)co_await sink(*std::move(bytes));
    co_return Result<void>{};
}

asio::awaitable<Result<std::string>> ExportFiles::small_file(std::string name) {
    if (name == "README.txt") co_return std::string(audit::export_readme());
    if (name == "log.vkey") co_return services_->signer->verifier_key() + "\n";
    auto make = [this, name](storage::ReadTx& tx) -> Result<std::string> {
        if (name == "export-leaf.json") {
            Result<storage::EventRow> event = leaf_at(tx, row_.leaf);
            if (!event) return event.error();
            return audit::export_leaf_json(*event);
        }
        Result<std::string> note = note_at(tx, size(), services_->signer->log_key());
        if (!note || name == "checkpoint") return note;
        if (name != "export-proof") return fail(Errc::not_found, "no such file");
        audit::TileSource tiles(tx);
        Result<std::vector<Hash32>> path = crypto::inclusion_proof(row_.leaf, size(), tiles.source());
        if (!path) return path.error();
        return crypto::format_proof({row_.leaf, *std::move(path), *std::move(note)});
    };
    co_return co_await ops::read(services_->engine, std::move(make));
}

Result<std::string> ExportFiles::leaf_lines(storage::ReadTx& tx, std::uint64_t& from, std::uint64_t to) {
    Result<std::vector<storage::EventRow>> events = tx.events(filter_.query(from, to, kPiece));
    if (!events) return events.error();
    audit::TileSource tiles(tx);
    std::string lines;
    for (const storage::EventRow& event : *events) {
        Result<SecretBytes> staff = staff_of(permit_, audit_key_, event);
        if (!staff) return staff.error();
        std::optional<std::vector<Hash32>> path;
        if (!filter_.complete()) {
            Result<std::vector<Hash32>> found = crypto::inclusion_proof(event.index, size(), tiles.source());
            if (!found) return found.error();
            path = *std::move(found);
        }
        lines += audit::leaf_line(event, staff->expose_text(), path);
    }
    from = events->size() < kPiece ? to : events->back().index + 1;
    return lines;
}

asio::awaitable<Result<void>> ExportFiles::write_leaves(audit::LeafRange range, ExportSink sink) {
    for (std::uint64_t from = range.from; from < range.to;) {
        Result<std::string> lines = co_await ops::read(
            services_->engine,
            [this, &from, to = range.to](storage::ReadTx& tx) { return leaf_lines(tx, from, to); });
        if (!lines) co_return lines.error();
        if (!co_await sink(*std::move(lines))) co_return Result<void>{};
    }
    co_return Result<void>{};
}

asio::awaitable<Result<std::string>> ExportFiles::manifest() {
    audit::Manifest manifest({row_.id, services_->signer->log_key().name, row_.leaf, size(),
                              filter_.complete(), row_.filter_json});
    for (const std::string& name : audit::export_files(size())) {
        if (name == "manifest") continue;
        auto whole = std::make_shared<std::string>();
        Result<void> written =
            co_await write(name, [whole](std::string piece) { return append_to(whole, std::move(piece)); });
        if (!written) co_return written.error();
        manifest.add_file(name, as_bytes(*whole));
        if (name.starts_with("leaves-"))
            manifest.add_leaves(static_cast<std::uint64_t>(std::ranges::count(*whole, '\n')));
    }
    co_return manifest.sign(key_);
}

asio::awaitable<Result<AuditPage>> list_audit_events(Services* services, const access::Member* member,
                                                     storage::EventQuery query, std::string officer) {
    if (Result<void> may = may_open(*services); !may) co_return may.error();
    Result<std::optional<UserId>> actor = co_await officer_id(services, std::move(officer));
    if (!actor) co_return actor.error();
    query.actor = *actor;
    query.newest_first = true;
    Result<UnitAccess> audit = co_await enter_unit(services, member, services->sealer->units().audit);
    if (!audit) co_return audit.error();
    auto find = [query, opener = &audit->key,
                 leave = &audit->permit](storage::ReadTx& tx) -> Result<AuditPage> {
        Result<std::vector<storage::EventRow>> events = tx.events(query);
        if (!events) return events.error();
        AuditPage page;
        if (events->size() == query.limit) page.next = events->back().index;
        for (storage::EventRow& event : *events) {
            Result<SecretBytes> staff = staff_of(*leave, *opener, event);
            if (!staff) return staff.error();
            page.items.push_back({std::move(event), *std::move(staff)});
        }
        return page;
    };
    co_return co_await ops::read(services->engine, std::move(find));
}

asio::awaitable<Result<AuditEvent>> read_audit_event(Services* services, const access::Member* member,
                                                     std::uint64_t index) {
    if (Result<void> may = may_open(*services); !may) co_return may.error();
    Result<UnitAccess> audit = co_await enter_unit(services, member, services->sealer->units().audit);
    if (!audit) co_return audit.error();
    Result<storage::EventRow> event =
        co_await ops::read(services->engine, [index](storage::ReadTx& tx) { return leaf_at(tx, index); });
    if (!event) co_return event.error();
    Result<SecretBytes> staff = staff_of(audit->permit, audit->key, *event);
    if (!staff) co_return staff.error();
    co_return AuditEvent{*std::move(event), *std::move(staff)};
}

}  // namespace hotline::flow
