#include "server/app/founding.hpp"

#include "server/app/files.hpp"
#include "server/audit/acts.hpp"
#include "server/flow/people.hpp"
#include "server/http/tls.hpp"
#include "server/ops/clock.hpp"
#include "server/vault/directory_root.hpp"
#include "server/vault/readers.hpp"
#include "storage/sqlite/sqlite_engine.hpp"

#include <fmt/format.h>

namespace hotline::app {
namespace {

constexpr std::chrono::days kCertificateLife{825};

/// The pair that a recovery code stands for.
crypto::BoxKeyPair recovery_pair(const crypto::RecoverySecret& code) {
    const Hash32 seed = blake2b(code.expose_secret(), {as_bytes("1022/recovery/v1")});
    crypto::BoxSecretKey secret = crypto::BoxSecretKey::from(seed.view()).value();
    return {crypto::public_key_of(secret), std::move(secret)};
}

storage::SealedSecretRow recovery_row(const crypto::BoxKeyPair& recovery, const std::string& name,
                                      ByteView secret) {
    const crypto::Kid kid = crypto::kid_of(recovery.public_key);
    return {"recovery/" + name,
            {kid.bytes.begin(), kid.bytes.end()},
            crypto::seal_to(recovery.public_key, secret)};
}

std::string configuration(const FoundingOptions& options, const std::string& origin,
                          const crypto::SignPublicKey& root) {
    return fmt::format(
        "# 1022 hotline server. Paths are below this folder unless they are absolute.\n"
        "[server]\n"
        "listen = \"127.0.0.1:8443\"\n"
        "operations = \"127.0.0.1:0\"   # health, readiness and metrics: keep it on loopback\n"
        "trusted_proxies = []         # reverse proxies whose X-Forwarded-For is believed, e.g. "
        "\"10.0.0.7\"\n"
        "log_level = \"info\"           # debug, info, warn, error; no level shows personal data\n"
        "\n[tls]\n"
        "certificate = \"tls.crt\"       # made by init for a demonstration; put the real one here\n"
        "key = \"tls.key\"\n"
        "\n[directory]\n"
        "file = \"directory.json\"\n"
        "root = \"{}\"   # pinned: every unit key and member is signed by it\n"
        "\n[log]\n"
        "origin = \"{}\"\n"
        "key = \"log.key\"\n"
        "checkpoint = \"\"               # a file outside this folder that keeps the last checkpoint\n"
        "\n[password]\n"
        "memory_kib = {}\n"
        "passes = {}\n"
        "\n# How much one member may open, and what ends the session as a burst. Defaults:\n"
        "# [limits]\n"
        "# reveals_per_hour = 10\n"
        "# reveals_per_day = 40\n"
        "# unassigned_per_day = 3    # of cases that are not the member's own work\n"
        "# burst_reveals = 6         # different cases within burst_seconds\n"
        "# burst_looks = 15          # different cases read, not the own work\n"
        "# burst_oversight = 50      # the same for supervisors\n"
        "# burst_seconds = 120\n",
        to_base64(root.view()), origin, options.password_cost.memory_kib, options.password_cost.passes);
}

Result<void> write_files(const FoundingOptions& options, const std::string& origin, const Founding& founding,
                         std::string_view directory_json) {
    const crypto::SignSeed log_seed = crypto::SignSeed::random();
    Result<http::SelfSigned> tls = http::make_self_signed({"localhost", "127.0.0.1"}, kCertificateLife);
    if (!tls) return tls.error();
    const std::filesystem::path& data = options.data;
    const std::pair<const char*, std::string> files[] = {
        {"hotline.toml", configuration(options, origin, founding.root.public_key)},
        {"directory.json", std::string(directory_json)},
        {"log.key", to_base64(log_seed.expose_secret()) + "\n"},
        {"tls.crt", tls->certificate_pem},
        {"tls.key", std::string(tls->key_pem.expose_text())}};
    for (const auto& [name, content] : files)
        if (Result<void> written = write_private_file(data / name, content); !written) return written;
    return {};
}

storage::UnitKeyRow unit_key_row(const Founding& founding, const std::string& unit, storage::Time now) {
    const vault::UnitKeyEntry entry{unit, 1, founding.units.at(unit).public_key, now};
    storage::UnitKeyRow row;
    row.unit = unit;
    row.version = 1;
    row.public_key = entry.public_key;
    row.entry = vault::encode_entry(entry);
    row.root_signature = crypto::sign(founding.root.secret_key, vault::kDirectoryLabel, row.entry);
    return row;
}

/// A leaf of the person at the command line. @param note  sealed to the audit unit
Result<storage::EventDraft> leaf_of(const Founding& founding, std::string_view kind, std::string_view note) {
    vault::Sealer sealer(founding.standing, founding.directory);
    audit::Act act;
    act.kind = kind;
    act.note = note;
    return audit::Recorder(&sealer).by_server(act);
}

/// Keys, sealed copies for the recovery code, the desk's index key and the first leaf, in one transaction.
Result<void> store_keys(storage::Engine& engine, Founding& founding, const crypto::BoxKeyPair& recovery) {
    const storage::Time now = ops::SystemClock().now();
    std::vector<storage::UnitKeyRow> rows;
    std::vector<storage::SealedSecretRow> secrets{
        recovery_row(recovery, "root", founding.root.secret_key.expose_secret().first<32>())};
    for (const auto& [unit, pair] : founding.units) {
        rows.push_back(unit_key_row(founding, unit, now));
        secrets.push_back(recovery_row(recovery, "unit/" + unit + "/1", pair.secret_key.expose_secret()));
    }
    auto directory = vault::KeyDirectory::verify(0, founding.root.public_key, rows);
    if (!directory) return directory.error();
    secrets.push_back(vault::make_phone_index_key(*(*directory)->primary(founding.standing.desk)));

    founding.directory = *std::move(directory);
    Result<storage::EventDraft> leaf = leaf_of(founding, "log.founded", {});
    if (!leaf) return leaf.error();
    Result<storage::Commit> stored =
        storage::write_and_wait(engine, [&](storage::WriteTx& tx) -> Result<void> {
            for (const storage::UnitKeyRow& row : rows)
                if (Result<void> put = tx.put_unit_key(row); !put) return put;
            for (const storage::SealedSecretRow& secret : secrets)
                if (Result<void> put = tx.put_sealed_secret(secret); !put) return put;
            return tx.append_event(*leaf);
        });
    if (!stored) return stored.error();
    return {};
}

Result<std::unique_ptr<storage::Engine>> open_new_database(std::filesystem::path path) {
    storage::SqliteOptions options;
    options.path = std::move(path);
    options.create = true;
    return storage::open_sqlite(std::move(options));
}

/// Five groups of four Crockford characters: 100 random bits.
SecretBytes random_password() {
    constexpr std::string_view kAlphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    const auto random = random_fixed<FixedBytes<20, struct PasswordTag>>();
    SecretBytes password;
    for (std::size_t i = 0; i < random.bytes.size(); ++i) {
        if (i != 0 && i % 4 == 0) password.append("-");
        password.append(kAlphabet.substr(random.bytes[i] % kAlphabet.size(), 1));
    }
    return password;
}

}  // namespace

vault::StandingUnits standing_units(const routing::Directory& directory) {
    vault::StandingUnits standing;
    for (const routing::Unit& unit : directory.units()) {
        if (unit.kind == routing::UnitKind::desk && standing.desk.empty()) standing.desk = unit.code;
        if (unit.kind == routing::UnitKind::audit && standing.audit.empty()) standing.audit = unit.code;
    }
    standing.supervisors = standing.desk + "/supervisors";
    return standing;
}

Result<Founding> found_data_folder(const FoundingOptions& options) {
    Result<std::string> json = read_file(options.directory_file);
    if (!json) return json.error();
    Result<routing::Directory> directory = routing::Directory::parse(*json);
    if (!directory) return directory.error();
    std::error_code failed;
    std::filesystem::create_directories(options.data, failed);
    std::filesystem::permissions(options.data, std::filesystem::perms::owner_all, failed);
    if (failed) return fail(Errc::storage_failed, "cannot make " + options.data.string());
    if (std::filesystem::exists(options.data / "hotline.db") ||
        std::filesystem::exists(options.data / "hotline.toml"))
        return fail(Errc::conflict, options.data.string() + " holds a hotline already");

    Founding founding;
    founding.root = crypto::make_sign_key_pair();
    founding.standing = standing_units(*directory);
    if (founding.standing.audit.empty()) return fail(Errc::bad_format, "the directory names no audit unit");
    for (const routing::Unit& unit : directory->units())
        founding.units.emplace(unit.code, crypto::make_box_key_pair());
    founding.units.emplace(founding.standing.supervisors, crypto::make_box_key_pair());
    founding.units.emplace(kNotifierUnit, crypto::make_box_key_pair());
    const crypto::RecoverySecret code = crypto::RecoverySecret::random();
    founding.recovery_code = crypto::format_recovery_code(code);

    Result<std::unique_ptr<storage::Engine>> engine = open_new_database(options.data / "hotline.db");
    if (!engine) return engine.error();
    Result<void> stored = store_keys(**engine, founding, recovery_pair(code));
    (*engine)->stop();
    if (!stored) return stored.error();
    const std::string origin = options.origin.empty()
                                   ? "hotline.example/" + to_hex(random_fixed<Salt16>().view()).substr(0, 12)
                                   : options.origin;
    // Last: a folder without configuration is not a hotline, so a founding cut short can be seen.
    if (Result<void> written = write_files(options, origin, founding, *json); !written)
        return written.error();
    return founding;
}

Result<MadeMember> make_member(storage::Engine& engine, const Founding& founding, NewMember member,
                               const crypto::PasswordCost& cost) {
    const vault::UserKeys keys = vault::make_user_keys();
    const storage::Time now = ops::SystemClock().now();
    storage::UserRow row;
    row.id = random_fixed<UserId>();
    row.username = member.username;
    row.display_name = member.display_name;
    row.alias = flow::alias_of(row.id);
    row.entry = vault::encode_entry(vault::MemberEntry{row.id, row.username, keys.box.public_key,
                                                       keys.sign.public_key, member.roles.names(),
                                                       member.units, now});
    row.entry_signature = crypto::sign(founding.root.secret_key, vault::kDirectoryLabel, row.entry);
    SecretBytes password = random_password();
    Result<storage::PasswordSlot> slot =
        vault::make_password_slot(keys, row.id, password.expose_text(), cost);
    if (!slot) return slot.error();
    row.password = *std::move(slot);

    std::vector<storage::GrantRow> grants;
    for (const std::string& unit : member.units)
        grants.push_back(
            vault::make_grant(unit, 1, founding.units.at(unit).secret_key, row.id, keys.box.public_key));
    const bool is_admin = member.roles.has(access::Role::admin);
    const storage::SealedSecretRow root_row =
        vault::seal_root_for(founding.root.secret_key, keys.box.public_key);
    Result<storage::EventDraft> leaf = leaf_of(founding, "user.added", row.username);
    if (!leaf) return leaf.error();
    Result<storage::Commit> stored =
        storage::write_and_wait(engine, [&](storage::WriteTx& tx) -> Result<void> {
            if (Result<void> put = tx.put_user(row); !put) return put;
            for (const storage::GrantRow& grant : grants)
                if (Result<void> put = tx.put_grant(grant); !put) return put;
            if (is_admin)
                if (Result<void> put = tx.put_sealed_secret(root_row); !put) return put;
            return tx.append_event(*leaf);
        });
    if (!stored) return stored.error();
    return MadeMember{std::move(member), std::move(password)};
}

}  // namespace hotline::app
