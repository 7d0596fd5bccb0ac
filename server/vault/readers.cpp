#include "server/vault/readers.hpp"

#include <nlohmann/json.hpp>

namespace hotline::vault {

using crypto::Compartment;
using crypto::DataKey;
using storage::CaseRecord;
using storage::SealedPart;

namespace {

Result<SecretBytes> open_part(const CaseRecord& record, Compartment compartment, std::uint8_t column,
                              const DataKey& key) {
    const SealedPart* part = record.dossier.find_envelope(compartment, column);
    if (part == nullptr) return fail(Errc::not_found, "the case has no such part");
    return crypto::open_envelope(
        key, case_place(record.row.id, compartment, column, part->row_id, part->row_version), part->bytes,
        padding_of(compartment));
}

Result<DataKey> unwrap(crypto::WrapOpener& opener, const CaseRecord& record, Compartment compartment) {
    const SealedPart* wrap = record.dossier.find_wrap(compartment, opener.kid());
    if (wrap == nullptr) return fail(Errc::not_found, "no wrap for this unit");
    return opener.open({record.row.id, compartment, wrap->row_version}, wrap->bytes);
}

Result<std::vector<Message>> open_messages(const CaseRecord& record, const DataKey& key) {
    std::vector<Message> messages;
    for (const SealedPart& part : record.dossier.parts) {
        if (part.kind != SealedPart::Kind::envelope || part.compartment != Compartment::conversation)
            continue;
        Result<SecretBytes> json = crypto::open_envelope(
            key, case_place(record.row.id, part.compartment, part.column, part.row_id, part.row_version),
            part.bytes, padding_of(part.compartment));
        if (!json) return json.error();
        messages.push_back({part.row_id, *std::move(json)});
    }
    return messages;
}

}  // namespace

Result<DataKey> UnitReader::data_key(const CaseRecord& record, Compartment compartment) {
    return unwrap(key_, record, compartment);
}

Result<SecretBytes> UnitReader::subject(const storage::CaseSummary& summary, ByteView cached_wrap) {
    Result<DataKey> key = cached_wrap.empty()
                              ? data_key(summary, Compartment::report)
                              : key_.open({summary.row.id, Compartment::report, 1}, cached_wrap);
    // A damaged copy in the cache must not hide a case whose own wrap is sound.
    if (!key && !cached_wrap.empty()) key = data_key(summary, Compartment::report);
    if (!key) return key.error();
    return open_part(summary, Compartment::report, storage::place::kSubject, *key);
}

Result<crypto::Wrap> UnitReader::copy_for_cache(const storage::CaseSummary& summary) {
    Result<DataKey> key = data_key(summary, Compartment::report);
    if (!key) return key.error();
    return crypto::wrap_unit_cache(key_.unit_key(), key_.kid(), {summary.row.id, Compartment::report, 1},
                                   *key);
}

Result<SecretBytes> UnitReader::report(const CaseRecord& record) {
    Result<DataKey> key = data_key(record, Compartment::report);
    if (!key) return key.error();
    return open_part(record, Compartment::report, storage::place::kText, *key);
}

Result<SecretBytes> UnitReader::circumstances(const CaseRecord& record) {
    if (record.dossier.find_envelope(Compartment::report, storage::place::kCircumstances) == nullptr)
        return SecretBytes{};
    Result<DataKey> key = data_key(record, Compartment::report);
    if (!key) return key.error();
    return open_part(record, Compartment::report, storage::place::kCircumstances, *key);
}

Result<std::vector<Message>> UnitReader::conversation(const CaseRecord& record) {
    Result<DataKey> key = data_key(record, Compartment::conversation);
    if (!key) return key.error();
    return open_messages(record, *key);
}

Result<void> UnitReader::add_message(CaseRecord& record, std::string_view json) {
    Result<DataKey> key = data_key(record, Compartment::conversation);
    if (!key) return key.error();
    const auto row = random_fixed<RowId>();
    const crypto::Place place =
        case_place(record.row.id, Compartment::conversation, storage::place::kMessage, row);
    record.dossier.parts.push_back(SealedPart::envelope(
        Compartment::conversation, storage::place::kMessage, row, 1,
        crypto::seal_envelope(*key, place, as_bytes(json), padding_of(place.compartment))));
    record.dossier.sort();
    return {};
}

Result<void> UnitReader::move(CaseRecord& record, Sealer& sealer, const KeyDirectory::UnitKey* from,
                              const KeyDirectory::UnitKey& to, bool with_contact) {
    std::vector<Compartment> compartments{Compartment::report, Compartment::conversation};
    const bool has_contact = record.dossier.find_wrap(Compartment::contact, key_.kid()) != nullptr;
    if (with_contact && has_contact) compartments.push_back(Compartment::contact);

    for (const Compartment compartment : compartments) {
        if (record.dossier.find_wrap(compartment, to.kid) != nullptr) continue;
        const SealedPart* own = record.dossier.find_wrap(compartment, key_.kid());
        const std::uint32_t version = own == nullptr ? 1 : own->row_version;
        Result<DataKey> key = data_key(record, compartment);
        if (!key) return key.error();
        record.dossier.parts.push_back(SealedPart::wrap(
            compartment, version, sealer.wrap(to, {record.row.id, compartment, version}, *key)));
    }
    if (from != nullptr && from->kid != to.kid) record.dossier.drop_wraps(from->kid);
    record.dossier.sort();
    return {};
}

Result<std::vector<SealedPart>> UnitReader::wrap_for_member(const CaseRecord& record,
                                                            const std::vector<Compartment>& compartments,
                                                            const crypto::BoxPublicKey& member) {
    std::vector<SealedPart> wraps;
    for (const Compartment compartment : compartments) {
        if (record.dossier.find_envelope(compartment, storage::place::kText) == nullptr) continue;
        Result<DataKey> key = data_key(record, compartment);
        if (!key) return key.error();
        const std::uint32_t version = record.dossier.find_wrap(compartment, key_.kid())->row_version;
        wraps.push_back(SealedPart::wrap(
            compartment, version, crypto::wrap_sealed(member, {record.row.id, compartment, version}, *key)));
    }
    return wraps;
}

Result<void> UnitReader::hand_person_to(CaseRecord& record, Sealer& sealer, const KeyDirectory::UnitKey& to) {
    for (const Compartment compartment : kPersonCompartments) {
        const SealedPart* own = record.dossier.find_wrap(compartment, key_.kid());
        if (own == nullptr) continue;
        const std::uint32_t version = own->row_version;
        Result<DataKey> key = data_key(record, compartment);
        if (!key) return key.error();
        std::erase_if(record.dossier.parts, [&](const SealedPart& part) { return &part == own; });
        record.dossier.parts.push_back(SealedPart::wrap(
            compartment, version, sealer.wrap(to, {record.row.id, compartment, version}, *key)));
    }
    record.dossier.sort();
    return {};
}

Result<Hash32> UnitReader::canary_mark(const CaseRecord& record) {
    Result<DataKey> key = data_key(record, Compartment::report);
    if (!key) return key.error();
    return canary_mark_of(*key, record.row.id);
}

Result<SecretBytes> PersonReader::open(const CaseRecord& record, Compartment compartment, storage::Time now) {
    if (permit_.case_id() != record.row.id || !permit_.covers(compartment) || now >= permit_.expires_at())
        return fail(Errc::forbidden, "the permit does not cover this");
    Result<DataKey> key = unwrap(key_, record, compartment);
    if (!key) return key.error();
    marks_.push_back(canary_mark_of(*key, record.row.id));
    return open_part(record, compartment, storage::place::kText, *key);
}

namespace {

Result<DataKey> unwrap_for_citizen(const CaseRecord& record, const crypto::TrackingSecret& secret,
                                   Compartment compartment) {
    const crypto::Kid kid = crypto::citizen_kid(record.row.citizen_salt);
    const SealedPart* wrap = record.dossier.find_wrap(compartment, kid);
    if (wrap == nullptr) return fail(Errc::not_found, "no wrap for the citizen");
    return crypto::open_citizen_wrap(crypto::citizen_key(secret, record.row.id, record.row.citizen_salt), kid,
                                     {record.row.id, compartment, wrap->row_version}, wrap->bytes);
}

}  // namespace

Result<std::vector<Message>> CitizenReader::conversation(const CaseRecord& record) {
    if (permit_.case_id() != record.row.id || !permit_.covers(Compartment::conversation))
        return fail(Errc::forbidden, "the permit does not cover this");
    Result<DataKey> key = unwrap_for_citizen(record, secret_, Compartment::conversation);
    if (!key) return key.error();
    return open_messages(record, *key);
}

bool code_matches(const CaseRecord& record, const crypto::TrackingSecret& secret) {
    return unwrap_for_citizen(record, secret, Compartment::report).has_value();
}

namespace {

constexpr crypto::WrapContext kIndexContext{CaseId{}, Compartment::unit_secret, 1};

}  // namespace

storage::SealedSecretRow make_phone_index_key(const KeyDirectory::UnitKey& desk) {
    const Bytes wrap = crypto::wrap_sealed(desk.public_key, kIndexContext, DataKey::random()).take();
    return {std::string(kPhoneIndexKey), {desk.kid.bytes.begin(), desk.kid.bytes.end()}, wrap};
}

Result<PhoneComparer> PhoneComparer::open(IndexPermit permit, crypto::WrapOpener desk_key,
                                          const storage::SealedSecretRow& sealed_index_key) {
    Result<DataKey> key = desk_key.open(kIndexContext, sealed_index_key.box);
    if (!key) return key.error();
    Result<crypto::IndexKey> index = crypto::IndexKey::from(key->expose_secret());
    if (!index) return index.error();
    return PhoneComparer(std::move(permit), std::move(desk_key), *std::move(index));
}

Result<std::uint32_t> PhoneComparer::token(std::string_view phone) const {
    Result<SecretBytes> normalized = crypto::normalize_for_index(crypto::IndexField::phone, phone);
    if (!normalized) return normalized.error();
    return crypto::blind_index(index_, crypto::IndexField::phone, normalized->expose_secret(), kTokenBits);
}

Result<SecretBytes> PhoneComparer::normalized_phone(const CaseRecord& record) {
    if (record.dossier.find_wrap(Compartment::contact, key_.kid()) == nullptr) return SecretBytes{};
    Result<DataKey> key = unwrap(key_, record, Compartment::contact);
    if (!key) return key.error();
    Result<SecretBytes> contact = open_part(record, Compartment::contact, storage::place::kText, *key);
    if (!contact) return contact.error();
    // The number is short-lived here: parsed from wiped memory, and compared before this returns.
    const nlohmann::json json = nlohmann::json::parse(contact->expose_text(), nullptr, false);
    const auto phone = json.is_object() ? json.find("phone") : json.end();
    if (phone == json.end() || !phone->is_string()) return SecretBytes{};
    Result<SecretBytes> normalized =
        crypto::normalize_for_index(crypto::IndexField::phone, phone->get_ref<const std::string&>());
    if (!normalized) return SecretBytes{};  // what was given as a number is none: nothing to index
    return normalized;
}

Result<std::uint32_t> PhoneComparer::token_of(const CaseRecord& record) {
    if (record.row.flags.confidential) return storage::kNoPhoneToken;
    Result<SecretBytes> phone = normalized_phone(record);
    if (!phone) return phone.error();
    if (phone->empty()) return storage::kNoPhoneToken;
    return crypto::blind_index(index_, crypto::IndexField::phone, phone->expose_secret(), kTokenBits);
}

Result<bool> PhoneComparer::has_phone(const CaseRecord& record, std::string_view phone) {
    Result<SecretBytes> wanted = crypto::normalize_for_index(crypto::IndexField::phone, phone);
    if (!wanted) return wanted.error();
    Result<SecretBytes> held = normalized_phone(record);
    if (!held) return held.error();
    return !held->empty() && equal_constant_time(wanted->expose_secret(), held->expose_secret());
}

Result<SecretBytes> open_staff_details(WorkPermit& audit_permit, crypto::WrapOpener& audit_key,
                                       const storage::EventRow& event) {
    if (audit_permit.unit().empty()) return fail(Errc::forbidden, "spent permit");
    Result<DataKey> key = audit_key.open({CaseId{}, Compartment::staff, 1}, event.details.staff_wrap);
    if (!key) return key.error();
    Result<SecretBytes> plain = crypto::open_envelope(*key, staff_place(event.details.staff_hash),
                                                      event.details.staff_envelope, crypto::kPadPerson);
    if (!plain) return plain.error();
    if (plain->size() < Salt32::size || sha256(plain->expose_secret()) != event.details.staff_hash)
        return fail(Errc::bad_signature, "staff details do not match their leaf");
    return plain;
}

}  // namespace hotline::vault
