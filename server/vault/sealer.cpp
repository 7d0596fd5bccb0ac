#include "server/vault/sealer.hpp"

#include <algorithm>

namespace hotline::vault {

using crypto::Compartment;
using crypto::DataKey;
using storage::SealedPart;

namespace {

/// The keys of one case while it is being sealed.
class CaseBuilder {
public:
    CaseBuilder(Sealer& sealer, const CaseId& id, SealedCase& into)
        : sealer_(&sealer), id_(id), into_(&into) {}

    void envelope(Compartment compartment, std::uint8_t column, const DataKey& key, ByteView plain) {
        into_->dossier.parts.push_back(
            SealedPart::envelope(compartment, column, RowId{}, 1,
                                 crypto::seal_envelope(key, case_place(id_, compartment, column), plain,
                                                       padding_of(compartment))));
    }
    void wrap(Compartment compartment, const KeyDirectory::UnitKey& unit, const DataKey& key) {
        into_->dossier.parts.push_back(
            SealedPart::wrap(compartment, 1, sealer_->wrap(unit, {id_, compartment, 1}, key)));
    }
    void wrap_for_citizen(Compartment compartment, const crypto::WrapKey& citizen, const crypto::Kid& kid,
                          const DataKey& key) {
        into_->dossier.parts.push_back(
            SealedPart::wrap(compartment, 1, crypto::wrap_citizen(citizen, kid, {id_, compartment, 1}, key)));
    }

private:
    Sealer* sealer_;
    CaseId id_;
    SealedCase* into_;
};

}  // namespace

crypto::Place case_place(const CaseId& id, Compartment compartment, std::uint8_t column, const RowId& row,
                         std::uint32_t row_version) {
    return {storage::place::kCases, column, compartment, id, row, row_version};
}

crypto::Place staff_place(const Hash32& staff_hash) {
    crypto::Place place;
    place.table = storage::place::kEvents;
    place.column = storage::place::kDetails;
    place.compartment = Compartment::staff;
    std::copy_n(staff_hash.bytes.begin(), RowId::size, place.row_id.bytes.begin());
    place.row_version = 1;
    return place;
}

Hash32 canary_mark_of(const DataKey& key, const CaseId& id) noexcept {
    return blake2b(key.expose_secret(), {as_bytes("1022/canary/v1"), id.view()});
}

std::size_t padding_of(Compartment compartment) noexcept {
    switch (compartment) {
        case Compartment::identity:
        case Compartment::contact:
        case Compartment::notify:
        case Compartment::staff:
            return crypto::kPadPerson;
        default:
            return crypto::kPadText;
    }
}

Sealer::Sealer(StandingUnits units, std::shared_ptr<const KeyDirectory> directory)
    : units_(std::move(units)), directory_(std::move(directory)) {}

void Sealer::use(std::shared_ptr<const KeyDirectory> directory) {
    const std::scoped_lock lock(mutex_);
    directory_ = std::move(directory);
    window_.reset();
}

std::shared_ptr<const KeyDirectory> Sealer::directory() const {
    const std::scoped_lock lock(mutex_);
    return directory_;
}

void Sealer::end_old_window() {
    const std::scoped_lock lock(mutex_);
    if (window_ && std::chrono::steady_clock::now() - window_began_ > kWindowLife) window_.reset();
}

crypto::WindowKey& Sealer::current_window(std::chrono::steady_clock::time_point now) {
    if (!window_ || now - window_began_ > kWindowLife) {
        window_ = std::make_unique<crypto::WindowKey>();
        window_began_ = now;
        window_uses_ = 0;
    }
    return *window_;
}

crypto::Wrap Sealer::wrap(const KeyDirectory::UnitKey& unit, const crypto::WrapContext& context,
                          const DataKey& key) {
    const std::scoped_lock lock(mutex_);
    return current_window(std::chrono::steady_clock::now()).wrap(unit.public_key, unit.kid, context, key);
}

Result<SealedCase> Sealer::seal_case(const CaseId& id, const CaseSecrets& secrets,
                                     const CaseAudience& audience) {
    const std::shared_ptr<const KeyDirectory> directory = this->directory();
    const KeyDirectory::UnitKey* desk = directory->primary(units_.desk);
    const KeyDirectory::UnitKey* supervisors = directory->primary(units_.supervisors);
    const KeyDirectory::UnitKey* unit = directory->primary(audience.unit);
    if (desk == nullptr || supervisors == nullptr || unit == nullptr)
        return fail(Errc::bad_key, "no valid key for a unit of this case: " + audience.unit);

    SealedCase sealed{{}, random_fixed<Salt16>(), crypto::TrackingSecret::random(), directory->version(), {}};
    const crypto::WrapKey citizen = crypto::citizen_key(sealed.tracking_secret, id, sealed.citizen_salt);
    const crypto::Kid citizen_kid = crypto::citizen_kid(sealed.citizen_salt);
    const bool to_unit = unit != desk;
    CaseBuilder build(*this, id, sealed);

    const auto mark = [&](const DataKey& key) {
        if (audience.canary) sealed.canary_marks.push_back(canary_mark_of(key, id));
    };
    const DataKey report = DataKey::random();
    mark(report);
    build.envelope(Compartment::report, storage::place::kText, report, as_bytes(secrets.report));
    build.envelope(Compartment::report, storage::place::kSubject, report, as_bytes(secrets.subject));
    if (!secrets.circumstances.empty())
        build.envelope(Compartment::report, storage::place::kCircumstances, report,
                       as_bytes(secrets.circumstances));
    const DataKey conversation = DataKey::random();  // wrapped now: the citizen's key is known only now
    for (const auto& [compartment, key] :
         {std::pair{Compartment::report, &report}, std::pair{Compartment::conversation, &conversation}}) {
        build.wrap(compartment, *desk, *key);
        if (to_unit) build.wrap(compartment, *unit, *key);
        build.wrap_for_citizen(compartment, citizen, citizen_kid, *key);
    }

    const KeyDirectory::UnitKey& keeper = audience.person_to_supervisors ? *supervisors : *desk;
    const auto seal_person = [&](Compartment compartment, const SecretBytes* plain, bool also_unit) {
        if (plain == nullptr || plain->empty()) return;
        const DataKey key = DataKey::random();
        mark(key);
        build.envelope(compartment, storage::place::kText, key, plain->expose_secret());
        build.wrap(compartment, keeper, key);
        if (also_unit) build.wrap(compartment, *unit, key);
    };
    seal_person(Compartment::original, secrets.original, false);
    seal_person(Compartment::identity, secrets.identity, false);
    seal_person(Compartment::contact, secrets.contact,
                to_unit && audience.contact_to_unit && !audience.person_to_supervisors);

    sealed.dossier.sort();
    {
        const std::scoped_lock lock(mutex_);
        if (++window_uses_ >= kWindowUses) window_.reset();
    }
    return sealed;
}

Result<SealedStaffDetails> Sealer::seal_staff_details(std::string_view json) {
    const KeyDirectory::UnitKey* audit = directory()->primary(units_.audit);
    if (audit == nullptr) return fail(Errc::bad_key, "the audit unit has no valid key");
    const Salt32 salt = random_fixed<Salt32>();
    SecretBytes plain(salt.view());
    plain.append(json);

    SealedStaffDetails sealed;
    sealed.hash = sha256(plain.expose_secret());
    const DataKey key = DataKey::random();
    sealed.envelope =
        crypto::seal_envelope(key, staff_place(sealed.hash), plain.expose_secret(), crypto::kPadPerson)
            .take();
    sealed.wrap = wrap(*audit, {CaseId{}, Compartment::staff, 1}, key).take();
    return sealed;
}

}  // namespace hotline::vault
