#pragma once

#include "server/access/roles.hpp"
#include "server/app/config.hpp"
#include "server/routing/directory.hpp"
#include "server/vault/sealer.hpp"
#include "server/vault/user_keys.hpp"
#include "storage/engine.hpp"

#include <map>
#include <memory>
#include <string>
#include <vector>

namespace hotline::app {

struct FoundingOptions {
    std::filesystem::path data;            ///< made with mode 0700; must not hold a database
    std::filesystem::path directory_file;  ///< copied into the folder
    std::string origin;                    ///< name of the log; empty: made from random bits
    crypto::PasswordCost password_cost;
};

/// The secrets of a new data folder, held only while it is founded.
struct Founding {
    crypto::SignKeyPair root;
    std::map<std::string, crypto::BoxKeyPair> units;  ///< first version of every unit's key
    vault::StandingUnits standing;
    std::shared_ptr<const vault::KeyDirectory> directory;  ///< the signed unit keys
    SecretBytes recovery_code;  ///< printed once; opens root and unit keys from sealed rows
};

/// The units that keys are made for: those of the directory, the supervisors' pair and the notifier.
[[nodiscard]] vault::StandingUnits standing_units(const routing::Directory& directory);
inline constexpr std::string_view kNotifierUnit = "notifier";

/// Makes a data folder: configuration, log key, TLS key and certificate, database with the signed unit keys.
/// Errors: conflict (there is one already), bad_format (directory file), storage_failed.
[[nodiscard]] Result<Founding> found_data_folder(const FoundingOptions& options);

/// Somebody to be given an account while the folder is founded.
struct NewMember {
    std::string username, display_name;
    access::RoleSet roles;
    std::vector<std::string> units;
};
struct MadeMember {
    NewMember member;
    SecretBytes password;
};
/// Makes the account with a random password of 100 bits and grants the keys of its units, with its leaf.
/// Errors: those of derive_password_keys and of the engine.
[[nodiscard]] Result<MadeMember> make_member(storage::Engine& engine, const Founding& founding,
                                             NewMember member, const crypto::PasswordCost& cost);

}  // namespace hotline::app
