#include "server/flow/canaries.hpp"

#include "server/vault/readers.hpp"

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <set>

namespace hotline::flow {
namespace {

/// The marks of all rows, in hexadecimal.
using Marks = std::set<std::string>;

/// Opens the details of one canary. Several rows tell of the same case, one for each of its data keys, and
/// each names all: a row that was taken away or exchanged is missed.
Result<Canary> open_canary(vault::WorkPermit& permit, crypto::WrapOpener& key, const storage::CanaryRow& row,
                           const Marks& stored) {
    storage::EventRow sealed;
    sealed.details.staff_hash = row.hash;
    sealed.details.staff_wrap = row.wrap;
    sealed.details.staff_envelope = row.envelope;
    Result<SecretBytes> plain = vault::open_staff_details(permit, key, sealed);
    if (!plain) return plain.error();
    const nlohmann::json json =
        nlohmann::json::parse(plain->expose_text().substr(Salt32::size), nullptr, false);
    if (!json.is_object()) return fail(Errc::bad_format, "details of a canary");
    Result<Bytes> bytes = from_hex(json.value("case", ""));
    if (!bytes) return bytes.error();
    Result<CaseId> id = CaseId::from(*bytes);
    if (!id) return id.error();
    const auto marks = json.value("marks", std::vector<std::string>{to_hex(row.mark.view())});
    if (std::ranges::find(marks, to_hex(row.mark.view())) == marks.end() ||
        !std::ranges::all_of(marks, [&](const std::string& mark) { return stored.contains(mark); }))
        return fail(Errc::bad_signature, "marks of a canary are missing or another's");
    return Canary{
        *id, {}, json.value("by", ""), storage::Time{std::chrono::milliseconds(json.value("at", 0LL))}};
}

}  // namespace

asio::awaitable<Result<Received>> create_canary(Services* services, const access::Member* auditor,
                                                Complaint complaint, std::optional<Idempotency> idempotency) {
    complaint.canary_by = auditor->username();
    co_return co_await receive(services, nullptr, std::move(complaint), std::move(idempotency));
}

asio::awaitable<Result<std::vector<Canary>>> list_canaries(Services* services,
                                                           const access::Member* auditor) {
    if (Result<void> may = may_open(*services); !may) co_return may.error();
    Result<UnitAccess> audit = co_await enter_unit(services, auditor, services->sealer->units().audit);
    if (!audit) co_return audit.error();
    Result<std::vector<storage::CanaryRow>> rows =
        co_await ops::read(services->engine, [](storage::ReadTx& tx) { return tx.canaries(); });
    if (!rows) co_return rows.error();
    Marks stored;
    for (const storage::CanaryRow& row : *rows) stored.insert(to_hex(row.mark.view()));
    std::map<CaseId, Canary> found;
    for (const storage::CanaryRow& row : *rows) {
        Result<Canary> canary = open_canary(audit->permit, audit->key, row, stored);
        if (!canary) co_return canary.error();
        found.insert_or_assign(canary->case_id, *canary);
    }
    co_return co_await ops::read(
        services->engine, [found = std::move(found)](storage::ReadTx& tx) -> Result<std::vector<Canary>> {
            std::vector<Canary> all;
            for (const auto& [id, canary] : found) {
                Result<storage::CaseRecord> record = tx.find_case(id);
                if (!record) return record.error();
                all.push_back(canary);
                all.back().reference = storage::format_reference(record->row.number);
            }
            return all;
        });
}

}  // namespace hotline::flow
