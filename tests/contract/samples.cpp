#include "tests/contract/samples.hpp"

#include <map>
#include <mutex>
#include <stdexcept>

namespace hotline::storage::samples {
namespace {

using crypto::Compartment;

/// Seals the parts of one case; the window serves all cases of the program, as it would in the server.
class Sealer {
public:
    Sealer(CaseRecord& record, const CaseOptions& options) : record_(&record), options_(&options) {}

    void seal_all() {
        const auto desk = unit("desk"), handling = unit(options_->unit);
        auto report = part(Compartment::report, place::kText, options_->report_bytes, crypto::kPadText);
        add(Compartment::report, report, place::kSubject, 200, crypto::kPadText);
        wrap(Compartment::report, report, desk);
        wrap(Compartment::report, report, handling);
        record_->dossier.parts.push_back(SealedPart::wrap(
            Compartment::report, 1,
            crypto::wrap_citizen(crypto::WrapKey::random(), crypto::citizen_kid(record_->row.citizen_salt),
                                 context(Compartment::report), report)));
        wrap(Compartment::original, part(Compartment::original, place::kText, 1000, crypto::kPadText), desk);
        wrap(Compartment::identity, part(Compartment::identity, place::kDetails, 120, crypto::kPadPerson),
             desk);
        if (!options_->with_contact) return;
        wrap(Compartment::contact, part(Compartment::contact, place::kDetails, 150, crypto::kPadPerson),
             desk);
    }

private:
    [[nodiscard]] crypto::WrapContext context(Compartment compartment) const {
        return {record_->row.id, compartment, 1};
    }

    void add(Compartment compartment, const crypto::DataKey& key, std::uint8_t column, std::size_t size,
             std::size_t pad) {
        const crypto::Place place{place::kCases, column, compartment, record_->row.id, RowId{}, 1};
        record_->dossier.parts.push_back(SealedPart::envelope(compartment, column, RowId{}, 1,
                                                              seal_envelope(key, place, bytes(size), pad)));
    }

    crypto::DataKey part(Compartment compartment, std::uint8_t column, std::size_t size, std::size_t pad) {
        auto key = crypto::DataKey::random();
        add(compartment, key, column, size, pad);
        return key;
    }

    void wrap(Compartment compartment, const crypto::DataKey& key, const Unit& recipient) {
        static std::mutex mutex;
        static crypto::WindowKey window;
        const std::lock_guard lock(mutex);
        record_->dossier.parts.push_back(SealedPart::wrap(
            compartment, 1, window.wrap(recipient.key, recipient.kid, context(compartment), key)));
    }

    CaseRecord* record_;
    const CaseOptions* options_;
};

Bytes sealed(std::size_t size) {
    return crypto::seal_envelope(crypto::DataKey::random(), {}, bytes(size), crypto::kPadText).bytes();
}

}  // namespace

Unit unit(std::string_view name) {
    static std::mutex mutex;
    static std::map<std::string, Unit, std::less<>> units;
    const std::lock_guard lock(mutex);
    auto found = units.find(name);
    if (found == units.end()) {
        const auto pair = crypto::make_box_key_pair();
        found = units.emplace(name, Unit{pair.public_key, crypto::kid_of(pair.public_key)}).first;
    }
    return found->second;
}

Bytes bytes(std::size_t n) {
    Bytes out(n);
    random_bytes(out);
    return out;
}

CaseId case_id(Time at) {
    auto id = random_fixed<CaseId>();
    const auto ms = static_cast<std::uint64_t>(at.time_since_epoch().count());
    for (std::size_t i = 0; i < 6; ++i) id.bytes[i] = static_cast<std::uint8_t>(ms >> (40 - 8 * i));
    id.bytes[6] = static_cast<std::uint8_t>(0x70 | (id.bytes[6] & 0x0f));
    id.bytes[8] = static_cast<std::uint8_t>(0x80 | (id.bytes[8] & 0x3f));
    return id;
}

CaseRecord sealed_case(const CaseOptions& options) {
    CaseRecord record;
    auto& row = record.row;
    row.id = case_id(options.received_at);
    row.state = options.state;
    row.class_code = options.class_code;
    row.field = options.field;
    row.area = options.area;
    row.unit = options.unit;
    row.urgency = "normal";
    row.channel = "phone";
    row.flags = options.flags;
    row.received_at = row.updated_at = options.received_at;
    row.due_at = options.due_at;
    row.created_by = random_fixed<UserId>();
    row.citizen_salt = random_fixed<Salt16>();
    Sealer(record, options).seal_all();
    record.dossier.sort();
    return record;
}

EventDraft event(std::string kind) {
    EventDraft draft;
    draft.kind = std::move(kind);
    draft.shown_json = R"({"case":"26-000123","role":"operator","unit":"desk","compartments":["report"]})";
    draft.shown_salt = random_fixed<Salt32>();
    draft.staff_hash = random_fixed<Hash32>();
    draft.staff_wrap =
        crypto::wrap_sealed(unit("audit").key, {{}, Compartment::staff, 1}, crypto::DataKey::random())
            .bytes();
    draft.staff_envelope = sealed(200);
    return draft;
}

EventDraft event_of(const CaseRecord& record, std::string kind) {
    auto draft = event(std::move(kind));
    draft.case_id = record.row.id;
    draft.actor = record.row.created_by;
    draft.unit = "desk";
    draft.manifest = manifest_hash(record.dossier);
    return draft;
}

IdempotencyRow answer_of(const CaseRecord& record, Time at) {
    return {.id = random_fixed<Hash32>(),
            .fingerprint = random_fixed<Hash32>(),
            .case_id = record.row.id,
            .leaf = 0,
            .answer = sealed(400),
            .at = at};
}

UserRow user(std::string username) {
    UserRow row;
    row.id = random_fixed<UserId>();
    row.username = std::move(username);
    row.display_name = "Nguyễn Thị An";
    row.alias = "cán bộ 17";
    row.entry = bytes(120);
    row.entry_signature = random_fixed<crypto::Signature>();
    row.password = {random_fixed<Salt16>(), {}, random_fixed<Hash32>(), sealed(96)};
    return row;
}

UnitKeyRow unit_key(std::string_view name, std::uint32_t version) {
    UnitKeyRow row;
    row.unit = name;
    row.version = version;
    row.public_key = unit(name).key;
    row.entry = bytes(80);
    row.root_signature = random_fixed<crypto::Signature>();
    row.cosignatures = bytes(80);
    return row;
}

SessionRow session(const UserId& user, Time at) {
    return {random_fixed<crypto::SessionId>(), user, sealed(96), at, at, at, random_fixed<Hash32>()};
}

InvitationRow invitation(std::string username, const UserId& by, Time expires_at) {
    InvitationRow row;
    row.user = random_fixed<UserId>();
    row.id = random_fixed<Hash32>();
    row.username = std::move(username);
    row.display_name = "Lê Văn Bình";
    row.roles = "officer";
    row.units = "so-y-te";
    row.invited_by = by;
    row.token = sealed(80);
    row.expires_at = expires_at;
    return row;
}

ActivationRow activation(const UserId& user, Time at) {
    ActivationRow row;
    row.user = user;
    row.box_key = random_fixed<crypto::BoxPublicKey>();
    row.sign_key = random_fixed<crypto::SignPublicKey>();
    row.mac = random_fixed<Hash32>();
    row.password = {random_fixed<Salt16>(), {}, random_fixed<Hash32>(), sealed(96)};
    row.recovery = sealed(96);
    row.at = at;
    return row;
}

ApprovalRow approval(const UserId& requester, const CaseId& case_id, Time at) {
    ApprovalRow row;
    row.id = random_fixed<RowId>();
    row.case_id = case_id;
    row.requester = requester;
    row.unit = "so-xay-dung";
    row.purpose = "legal-duty";
    row.compartments = {Compartment::identity};
    row.note_wrap = bytes(148);
    row.note_envelope = sealed(64);
    row.asked_at = at;
    row.expires_at = at + std::chrono::hours{24};
    return row;
}

Bytes cached_wrap(const CaseRecord& record, const Unit& unit, Compartment compartment) {
    return crypto::wrap_unit_cache(crypto::WrapKey::random(), unit.kid, {record.row.id, compartment, 1},
                                   crypto::DataKey::random())
        .bytes();
}

Engine::WriteWork intake(CaseRecord record, std::uint64_t directory_version) {
    auto event = event_of(record);
    auto answer = answer_of(record, record.row.received_at);
    return [record = std::move(record), event = std::move(event), answer = std::move(answer),
            directory_version](WriteTx& tx) -> Result<void> {
        const auto number = tx.insert_case(record, directory_version);
        if (!number) return number.error();
        if (auto done = tx.append_event(event); !done) return done;
        return tx.put_idempotency(answer);
    };
}

Engine::WriteWork with_leaf(Engine::WriteWork work, std::string kind) {
    return [work = std::move(work), event = event(std::move(kind))](WriteTx& tx) mutable -> Result<void> {
        if (auto done = work(tx); !done) return done;
        return tx.append_event(event);
    };
}

Engine::WriteWork change(CaseRecord record, std::string kind, std::uint64_t directory_version) {
    auto event = event_of(record, std::move(kind));
    return [record = std::move(record), event = std::move(event),
            directory_version](WriteTx& tx) -> Result<void> {
        if (auto done = tx.update_case(record, record.row.version, directory_version); !done) return done;
        return tx.append_event(event);
    };
}

CaseRecord store(Engine& engine, const CaseOptions& options, std::uint64_t directory_version) {
    const auto record = sealed_case(options);
    if (auto done = write_and_wait(engine, intake(record, directory_version)); !done)
        throw std::runtime_error(done.error().internal);
    Result<CaseRecord> stored = fail(Errc::internal, "not read");
    const auto read = read_and_wait(engine, [&](ReadTx& tx) -> Result<void> {
        stored = tx.find_case(record.row.id);
        return {};
    });
    if (!read || !stored) throw std::runtime_error("a stored case cannot be read");
    return *stored;
}

}  // namespace hotline::storage::samples
