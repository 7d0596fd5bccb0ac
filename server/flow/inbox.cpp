#include "server/flow/inbox.hpp"

#include "server/vault/readers.hpp"

#include <algorithm>
#include <map>

namespace hotline::flow {
namespace {

using crypto::Compartment;

/// Cases of one unit's key, and where their lines go.
struct Batch {
    std::string unit;
    std::vector<std::size_t> positions;
    std::vector<Bytes> cached;  ///< the unit's copies of wraps, in the order of `positions`
};

std::vector<Batch> by_reading_unit(const Services& services, const access::Member& member,
                                   const std::vector<storage::CaseSummary>& summaries) {
    std::map<std::string, Batch> batches;
    for (std::size_t i = 0; i < summaries.size(); ++i) {
        Result<std::string> unit = reading_unit(services, member, summaries[i].row.unit);
        if (!unit) continue;  // not the member's: leaves no line
        Batch& batch = batches[*unit];
        batch.unit = *unit;
        batch.positions.push_back(i);
    }
    std::vector<Batch> out;
    for (auto& [unit, batch] : batches) out.push_back(std::move(batch));
    return out;
}

/// Copies of wraps under each batch's current key, and the member's grants, of one snapshot.
Result<std::vector<storage::GrantRow>> read_keys(storage::ReadTx& tx, const vault::KeyDirectory& directory,
                                                 const UserId& member,
                                                 const std::vector<storage::CaseSummary>& summaries,
                                                 std::vector<Batch>& batches) {
    for (Batch& batch : batches) {
        const vault::KeyDirectory::UnitKey* key = directory.primary(batch.unit);
        if (key == nullptr) return fail(Errc::forbidden, "the unit has no key");
        std::vector<storage::CaseNumber> numbers;
        for (const std::size_t position : batch.positions) numbers.push_back(summaries[position].row.number);
        Result<std::vector<Bytes>> cached = tx.cached_wraps(numbers, key->kid, Compartment::report);
        if (!cached) return cached.error();
        batch.cached = *std::move(cached);
    }
    return tx.grants_of(member);
}

/// Stores copies of wraps; a page is not worse off when this fails, so nobody waits for it.
void cache_wraps(Services& services, const crypto::Kid& unit,
                 std::vector<std::pair<storage::CaseNumber, Bytes>> copies) {
    if (copies.empty()) return;
    services.engine->write(
        [unit, copies = std::move(copies)](storage::WriteTx& tx) -> Result<void> {
            for (const auto& [number, wrap] : copies)
                if (Result<void> put = tx.cache_wrap(number, unit, Compartment::report, wrap); !put)
                    return put;
            return {};
        },
        [](Result<storage::Commit>) {});
}

Result<void> open_batch(Services& services, const access::Member& member,
                        const std::vector<storage::GrantRow>& grants, const Batch& batch,
                        const std::vector<storage::CaseSummary>& summaries,
                        std::vector<SecretBytes>& subjects) {
    Result<crypto::WrapOpener> key = open_granted_unit(services, member, batch.unit, grants);
    if (!key) return key.error();
    Result<vault::WorkPermit> permit = member.work_permit(batch.unit);
    if (!permit) return permit.error();
    vault::UnitReader reader(*std::move(permit), *std::move(key));
    std::vector<std::pair<storage::CaseNumber, Bytes>> copies;
    for (std::size_t i = 0; i < batch.positions.size(); ++i) {
        const storage::CaseSummary& summary = summaries[batch.positions[i]];
        Result<SecretBytes> subject = reader.subject(summary, batch.cached[i]);
        if (!subject) return subject.error();
        subjects[batch.positions[i]] = *std::move(subject);
        if (!batch.cached[i].empty()) continue;
        if (Result<crypto::Wrap> copy = reader.copy_for_cache(summary); copy)
            copies.emplace_back(summary.row.number, (*std::move(copy)).take());
    }
    cache_wraps(services, reader.kid(), std::move(copies));
    return {};
}

}  // namespace

Result<std::optional<std::vector<std::string>>> listed_units(const Services& services,
                                                             const access::Member& member) {
    if (member.at_desk() && member.is_in(services.desk())) return std::optional<std::vector<std::string>>();
    if (member.has(access::Role::officer) || member.has(access::Role::lead))
        return std::optional(member.units());
    return fail(Errc::forbidden, "lists no cases");
}

asio::awaitable<Result<std::vector<InboxLine>>> open_subjects(Services* services,
                                                              const access::Member* member,
                                                              std::vector<storage::CaseSummary> summaries) {
    std::vector<Batch> batches = by_reading_unit(*services, *member, summaries);
    Result<std::vector<storage::GrantRow>> grants =
        co_await ops::read(services->engine, [&](storage::ReadTx& tx) {
            return read_keys(tx, *services->sealer->directory(), member->id(), summaries, batches);
        });
    if (!grants) co_return grants.error();
    std::vector<SecretBytes> subjects(summaries.size());
    std::vector<bool> mine(summaries.size(), false);
    for (const Batch& batch : batches) {
        Result<void> opened = open_batch(*services, *member, *grants, batch, summaries, subjects);
        if (!opened) co_return opened.error();
        for (const std::size_t position : batch.positions) mine[position] = true;
    }
    std::vector<InboxLine> lines;
    lines.reserve(summaries.size());
    for (std::size_t i = 0; i < summaries.size(); ++i)
        if (mine[i]) lines.push_back({std::move(summaries[i].row), std::move(subjects[i])});
    co_return lines;
}

asio::awaitable<Result<InboxPage>> list_inbox(Services* services, const access::Member* member,
                                              storage::CaseQuery query) {
    if (Result<void> may = may_open(*services); !may) co_return may.error();
    Result<std::optional<std::vector<std::string>>> units = listed_units(*services, *member);
    if (!units) co_return units.error();
    // A filter on units narrows what the member may see and never widens it.
    const std::optional<std::vector<std::string>> allowed = *units;
    if (allowed && query.units)
        std::erase_if(*query.units, [&](const std::string& unit) {
            return std::ranges::find(*allowed, unit) == allowed->end();
        });
    if (!query.units) query.units = allowed;
    query.now = services->clock->now();

    struct Found {
        storage::CasePage page;
        storage::CaseCounts counts;
    };
    auto find = [query](storage::ReadTx& tx) -> Result<Found> {
        Found found;
        if (query.units && query.units->empty()) return found;  // nothing that is the member's
        Result<storage::CasePage> page = tx.list_cases(query);
        if (!page) return page.error();
        found.page = *std::move(page);
        Result<storage::CaseCounts> counts = tx.count_cases(query.units, query.now, query.soon);
        if (!counts) return counts.error();
        found.counts = *std::move(counts);
        return found;
    };
    Result<Found> found = co_await ops::read(services->engine, std::move(find));
    if (!found) co_return found.error();
    Result<std::vector<InboxLine>> lines =
        co_await open_subjects(services, member, std::move(found->page.items));
    if (!lines) co_return lines.error();
    co_return InboxPage{*std::move(lines), found->page.next, std::move(found->counts)};
}

}  // namespace hotline::flow
