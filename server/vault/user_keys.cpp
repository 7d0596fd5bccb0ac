#include "server/vault/user_keys.hpp"

#include <algorithm>

namespace hotline::vault {
namespace {

crypto::Place place_of(const UserId& user, crypto::Compartment compartment) {
    crypto::Place place;
    place.table =
        compartment == crypto::Compartment::session ? storage::place::kSessions : storage::place::kUsers;
    place.column = storage::place::kSecrets;
    place.compartment = compartment;
    place.row_id.bytes = user.bytes;
    place.row_version = 1;
    return place;
}

/// box32 ‖ seed32. Errors: those of open_envelope, bad_format.
Result<SecretBytes> open_secrets(ByteView sealed, const crypto::DataKey& under, const UserId& user,
                                 crypto::Compartment compartment) {
    Result<SecretBytes> plain =
        crypto::open_envelope(under, place_of(user, compartment), sealed, crypto::kPadPerson);
    if (plain && plain->size() != 64) return fail(Errc::bad_format, "user secrets of the wrong length");
    return plain;
}

}  // namespace

UserKeys make_user_keys() {
    return {crypto::make_box_key_pair(), crypto::make_sign_key_pair()};
}

Bytes seal_user_keys(const UserKeys& keys, const crypto::DataKey& under, const UserId& user,
                     crypto::Compartment compartment) {
    SecretBytes plain;
    plain.append(keys.box.secret_key.expose_secret());
    plain.append(keys.sign.secret_key.expose_secret().first<32>());  // the seed
    return crypto::seal_envelope(under, place_of(user, compartment), plain.expose_secret(),
                                 crypto::kPadPerson)
        .take();
}

Result<UserKeys> open_user_keys(ByteView sealed, const crypto::DataKey& under, const MemberEntry& entry,
                                crypto::Compartment compartment) {
    Result<SecretBytes> plain = open_secrets(sealed, under, entry.id, compartment);
    if (!plain) return plain.error();
    Result<crypto::BoxSecretKey> box = crypto::BoxSecretKey::from(plain->expose_secret().first(32));
    Result<crypto::SignSeed> seed = crypto::SignSeed::from(plain->expose_secret().subspan(32));
    if (!box || !seed) return fail(Errc::bad_format, "user secrets");

    UserKeys keys{{crypto::public_key_of(*box), std::move(*box)}, crypto::sign_key_pair_from_seed(*seed)};
    if (keys.box.public_key != entry.box_key || keys.sign.public_key != entry.sign_key)
        return fail(Errc::bad_key, "user secrets are not those of the directory entry");
    return keys;
}

Result<crypto::BoxKeyPair> open_user_box_keys(ByteView sealed, const crypto::DataKey& under,
                                              const MemberEntry& entry, crypto::Compartment compartment) {
    Result<SecretBytes> plain = open_secrets(sealed, under, entry.id, compartment);
    if (!plain) return plain.error();
    Result<crypto::BoxSecretKey> box = crypto::BoxSecretKey::from(plain->expose_secret().first(32));
    if (!box) return box.error();
    return crypto::BoxKeyPair{entry.box_key, *std::move(box)};
}

Result<storage::PasswordSlot> make_password_slot(const UserKeys& keys, const UserId& user,
                                                 std::string_view password_nfc,
                                                 const crypto::PasswordCost& cost) {
    const Salt16 salt = random_fixed<Salt16>();
    Result<crypto::PasswordKeys> derived = crypto::derive_password_keys(password_nfc, salt, user, cost);
    if (!derived) return derived.error();
    return seal_password_slot(keys, user, {salt, cost, *std::move(derived)});
}

storage::PasswordSlot seal_password_slot(const UserKeys& keys, const UserId& user,
                                         const DerivedPassword& derived) {
    return {derived.salt, derived.cost, derived.keys.auth,
            seal_user_keys(keys, derived.keys.kek, user, crypto::Compartment::user)};
}

Result<crypto::BoxKeyPair> open_unit_pair(const crypto::BoxKeyPair& member, const storage::GrantRow& grant,
                                          const KeyDirectory& directory) {
    Result<SecretBytes> secret = crypto::open_sealed(member, grant.box);
    if (!secret) return secret.error();
    Result<crypto::BoxSecretKey> unit_secret = crypto::BoxSecretKey::from(secret->expose_secret());
    if (!unit_secret) return unit_secret.error();
    const crypto::BoxPublicKey public_key = crypto::public_key_of(*unit_secret);
    const KeyDirectory::UnitKey* known = directory.by_kid(crypto::kid_of(public_key));
    if (known == nullptr || known->public_key != public_key || known->unit != grant.unit ||
        known->version != grant.unit_version)
        return fail(Errc::bad_key, "granted unit key is not the directory's: " + grant.unit);
    return crypto::BoxKeyPair{public_key, *std::move(unit_secret)};
}

Result<crypto::WrapOpener> open_unit_key(const crypto::BoxKeyPair& member, const storage::GrantRow& grant,
                                         const KeyDirectory& directory) {
    Result<crypto::BoxKeyPair> pair = open_unit_pair(member, grant, directory);
    if (!pair) return pair.error();
    return crypto::WrapOpener(*std::move(pair));
}

storage::GrantRow make_grant(std::string_view unit, std::uint32_t version,
                             const crypto::BoxSecretKey& unit_secret, const UserId& user,
                             const crypto::BoxPublicKey& member) {
    return {std::string(unit), version, user, crypto::seal_to(member, unit_secret.expose_secret())};
}

namespace {

/// What the row says beside its seed: who else's row it would be is another export.
Hash32 export_binding(const storage::ExportRow& row) {
    Bytes text(as_bytes("1022/export-row/v1").begin(), as_bytes("1022/export-row/v1").end());
    put_bytes(text, row.id.view());
    put_bytes(text, row.user.view());
    put_u64(text, static_cast<std::uint64_t>(row.at.time_since_epoch().count()));
    put_bytes(text, as_bytes(row.filter_json));
    return blake2b({}, {text});
}

}  // namespace

Bytes seal_export_seed(const crypto::BoxPublicKey& auditor, const crypto::SignSeed& seed,
                       const storage::ExportRow& row) {
    SecretBytes plain(seed.expose_secret());
    plain.append(export_binding(row).view());
    return crypto::seal_to(auditor, plain.expose_secret());
}

Result<crypto::SignSeed> open_export_seed(const UserKeys& keys, const storage::ExportRow& row) {
    constexpr std::size_t kSeedBytes = 32;
    Result<SecretBytes> plain = crypto::open_sealed(keys.box, row.secret);
    if (!plain) return plain.error();
    if (plain->size() < kSeedBytes) return fail(Errc::bad_format, "export seed");
    const auto bound = plain->expose_secret().subspan(kSeedBytes);
    // exports of before hold the seed alone; nobody else knows a seed to seal it anew without its binding
    if (!bound.empty() && !std::ranges::equal(bound, export_binding(row).view()))
        return fail(Errc::bad_signature, "the export is not the one that was asked for");
    return crypto::SignSeed::from(plain->expose_secret().first(kSeedBytes));
}

}  // namespace hotline::vault
