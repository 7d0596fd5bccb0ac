#include "server/flow/services.hpp"

#include "server/vault/stored_answer.hpp"

#include <algorithm>

namespace hotline::flow {

Result<void> may_open(const Services& services) {
    if (!services.signer->healthy()) return fail(Errc::audit_unavailable, "the log is not signed any more");
    const storage::Engine::Health health = services.engine->health();
    if (!health.writable || !health.intact) return fail(Errc::audit_unavailable, "the log cannot be written");
    if (health.free_bytes < services.reserve_bytes) return fail(Errc::audit_unavailable, "space runs low");
    return {};
}

std::string note_for_audit(const Services& services, std::string_view note) {
    if (note.empty()) return {};
    Result<redaction::Redaction> redaction = services.redactor->redact(note);
    return redaction ? std::move(redaction->redacted_text) : std::string();
}

asio::awaitable<Result<void>> refresh_directory(Services* services) {
    auto loaded = co_await ops::read(services->engine, [root = services->root](storage::ReadTx& tx) {
        return vault::load_directory(tx, root);
    });
    if (!loaded) co_return loaded.error();
    services->sealer->use(*std::move(loaded));
    co_return Result<void>{};
}

asio::awaitable<Result<storage::Commit>> commit(Services* services, storage::Engine::WriteWork work,
                                                std::vector<Announcement> announcements) {
    co_return co_await ops::completion<storage::Commit>(
        [services, work = std::move(work),
         announcements = std::move(announcements)](ops::Done<storage::Commit> done) mutable {
            services->engine->write(
                std::move(work), [hub = services->hub, announcements = std::move(announcements),
                                  done = std::move(done)](Result<storage::Commit> result) mutable {
                    if (result && !result->leaves.empty())
                        for (Announcement& each : announcements)
                            hub->publish({result->leaves.front(), std::move(each.name), each.case_id,
                                          std::move(each.units), std::move(each.users), each.to_desk});
                    done(std::move(result));
                });
        });
}

storage::IdempotencyRow remember_answer(const Idempotency& idempotency, std::string_view answer,
                                        storage::Time now, const std::optional<CaseId>& case_id) {
    storage::IdempotencyRow row;
    row.id = idempotency.id;
    row.fingerprint = idempotency.fingerprint;
    row.case_id = case_id;
    row.answer = vault::seal_answer(idempotency.key, idempotency.id, answer);
    row.at = now;
    return row;
}

asio::awaitable<Result<Replayed>> replay(Services* services, const Idempotency* idempotency) {
    Result<storage::IdempotencyRow> row = co_await ops::read(
        services->engine, [id = idempotency->id](storage::ReadTx& tx) { return tx.find_idempotency(id); });
    if (!row) co_return row.error();
    if (!equal_constant_time(row->fingerprint.view(), idempotency->fingerprint.view()))
        co_return fail(Errc::idempotency_reuse, "another request under the same key");
    Result<SecretBytes> answer = vault::open_answer(idempotency->key, idempotency->id, row->answer);
    if (!answer) co_return answer.error();
    co_return Replayed{*std::move(answer), row->case_id, row->leaf};
}

Result<storage::EventRow> leaf_at(storage::ReadTx& tx, std::uint64_t index) {
    storage::EventQuery query;
    query.from = index;
    query.to = index + 1;
    query.limit = 1;
    Result<std::vector<storage::EventRow>> events = tx.events(query);
    if (!events) return events.error();
    if (events->empty()) return fail(Errc::not_found, "no such leaf");
    return std::move(events->front());
}

asio::awaitable<Result<crypto::WrapOpener>> open_unit(Services* services, const access::Member* member,
                                                      std::string unit) {
    if (!member->is_in(unit)) co_return fail(Errc::forbidden, "not a member of the unit");
    Result<std::vector<storage::GrantRow>> grants = co_await ops::read(
        services->engine, [id = member->id()](storage::ReadTx& tx) { return tx.grants_of(id); });
    if (!grants) co_return grants.error();
    co_return open_granted_unit(*services, *member, unit, *grants);
}

Result<crypto::WrapOpener> open_granted_unit(const Services& services, const access::Member& member,
                                             std::string_view unit,
                                             const std::vector<storage::GrantRow>& grants) {
    if (!member.is_in(unit)) return fail(Errc::forbidden, "not a member of the unit");
    const std::shared_ptr<const vault::KeyDirectory> directory = services.sealer->directory();
    const vault::KeyDirectory::UnitKey* primary = directory->primary(unit);
    const auto grant = std::ranges::find_if(grants, [&](const storage::GrantRow& each) {
        return primary != nullptr && each.unit == unit && each.unit_version == primary->version;
    });
    if (grant == grants.end()) return fail(Errc::forbidden, "no grant for the unit's key");
    Result<crypto::BoxKeyPair> keys = member.open_box_keys();
    if (!keys) return keys.error();
    return vault::open_unit_key(*keys, *grant, *directory);
}

asio::awaitable<Result<UnitAccess>> enter_unit(Services* services, const access::Member* member,
                                               std::string unit) {
    Result<crypto::WrapOpener> key = co_await open_unit(services, member, unit);
    if (!key) co_return key.error();
    Result<vault::WorkPermit> permit = member->work_permit(unit);
    if (!permit) co_return permit.error();
    co_return UnitAccess{*std::move(permit), *std::move(key)};
}

asio::awaitable<Result<vault::UnitReader>> reader_of(Services* services, const access::Member* member,
                                                     std::string unit) {
    Result<UnitAccess> entered = co_await enter_unit(services, member, std::move(unit));
    if (!entered) co_return entered.error();
    co_return vault::UnitReader(std::move(entered->permit), std::move(entered->key));
}

Result<std::string> reading_unit(const Services& services, const access::Member& member,
                                 const std::string& unit) {
    if (member.at_desk() && member.is_in(services.desk())) return services.desk();
    if ((member.has(access::Role::officer) || member.has(access::Role::lead)) && member.is_in(unit))
        return unit;
    return fail(Errc::not_found, "not the caller's case");
}

bool is_own_work(const access::Member& member, const storage::CaseRow& row) {
    return row.created_by == member.id() || row.assignee == member.id() || member.is_in(row.unit);
}

bool kept_by_supervisors(const Services& services, const storage::CaseRecord& record) {
    const vault::KeyDirectory::UnitKey* key =
        services.sealer->directory()->primary(services.sealer->units().supervisors);
    return key != nullptr &&
           std::ranges::any_of(vault::kPersonCompartments, [&](crypto::Compartment compartment) {
               return record.dossier.find_wrap(compartment, key->kid) != nullptr;
           });
}

Result<std::string> person_unit(const Services& services, const access::Member& member,
                                const storage::CaseRecord& record) {
    const std::string& supervisors = services.sealer->units().supervisors;
    if (kept_by_supervisors(services, record) && member.is_in(supervisors)) return supervisors;
    return reading_unit(services, member, record.row.unit);
}

namespace {

/// @param name an id in hexadecimal. Errors: not_found.
Result<CaseId> case_id_of(std::string_view name) {
    Result<Bytes> bytes = from_hex(name);
    if (!bytes) return fail(Errc::not_found, "not a case id");
    Result<CaseId> id = CaseId::from(*bytes);
    if (!id) return fail(Errc::not_found, "not a case id");
    return id;
}

/// The unit first: a case of others is refused before it is read, as fast as one that is none.
template <class Name>
Result<storage::CaseRecord> find_own(const Services& services, const access::Member& member,
                                     storage::ReadTx& tx, const Name& name) {
    Result<std::string> unit = tx.unit_of_case(name);
    if (!unit) return unit.error();
    if (Result<std::string> reading = reading_unit(services, member, *unit); !reading) return reading.error();
    return tx.find_case(name);
}

}  // namespace

asio::awaitable<Result<storage::CaseRecord>> find_case_for(Services* services, const access::Member* member,
                                                           std::string name) {
    auto find = [services, member,
                 name = std::move(name)](storage::ReadTx& tx) -> Result<storage::CaseRecord> {
        if (Result<storage::CaseNumber> number = storage::parse_reference(name); number)
            return find_own(*services, *member, tx, *number);
        Result<CaseId> id = case_id_of(name);
        if (!id) return id.error();
        return find_own(*services, *member, tx, *id);
    };
    co_return co_await ops::read(services->engine, std::move(find));
}

}  // namespace hotline::flow
