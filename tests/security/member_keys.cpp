// For test_memory.py: the secret keys that the members of a data folder can open, one line "WHAT HEX" each.
// The test knows every password; a server never does. Give it a copy of the folder, because it opens the
// database.
#include "server/app/config.hpp"
#include "server/redaction/text.hpp"
#include "server/vault/user_keys.hpp"
#include "storage/sqlite/sqlite_engine.hpp"

#include <fstream>
#include <iostream>
#include <map>
#include <nlohmann/json.hpp>

namespace {

using namespace hotline;

template <class T>
T must(Result<T> result) {
    if (!result) throw std::runtime_error(result.error().internal);
    return *std::move(result);
}

void print(std::string_view what, ByteView secret) {
    std::cout << what << ' ' << to_hex(secret) << '\n';
}

Result<void> print_keys_of(storage::ReadTx& tx, const std::string& name, const std::string& password,
                           const crypto::SignPublicKey& root, std::map<std::string, bool>& shown) {
    const storage::UserRow user = must(tx.find_user(name));
    const vault::MemberEntry entry = must(vault::verify_member(user, root));
    const SecretBytes nfc = must(redaction::to_nfc(password));
    const crypto::PasswordKeys derived = must(
        crypto::derive_password_keys(nfc.expose_text(), user.password.salt, user.id, user.password.cost));
    const vault::UserKeys keys =
        must(vault::open_user_keys(user.password.secrets, derived.kek, entry, crypto::Compartment::user));
    print("password-key/" + name, derived.kek.expose_secret());
    print("box/" + name, keys.box.secret_key.expose_secret());
    print("sign/" + name, keys.sign.secret_key.expose_secret().first<32>());
    for (const storage::GrantRow& grant : must(tx.grants_of(user.id))) {
        const std::string unit = "unit/" + grant.unit + "/" + std::to_string(grant.unit_version);
        if (std::exchange(shown[unit], true)) continue;
        print(unit, must(crypto::open_sealed(keys.box, grant.box)).expose_secret());
    }
    return {};
}

int run(const std::filesystem::path& data, const std::filesystem::path& log_ins) {
    const app::Config config = must(app::load_config(data, std::nullopt));
    storage::SqliteOptions options;
    options.path = data / "hotline.db";
    const auto engine = must(storage::open_sqlite(std::move(options)));
    std::map<std::string, bool> shown;
    std::ifstream file(log_ins);
    for (const auto& each : nlohmann::json::parse(file)) {
        const Result<void> done = storage::read_and_wait(*engine, [&](storage::ReadTx& tx) {
            return print_keys_of(tx, each.at("username"), each.at("password"), config.directory_root, shown);
        });
        if (!done) throw std::runtime_error(done.error().internal);
    }
    engine->stop();
    return 0;
}

}  // namespace

int main(int argc, char** argv) {
    if (argc != 3) {
        std::cerr << "usage: member_keys DATA LOG-INS.json\n";
        return 2;
    }
    try {
        hotline::init_crypto();
        return run(argv[1], argv[2]);
    } catch (const std::exception& error) {
        std::cerr << error.what() << "\n";
        return 1;
    }
}
