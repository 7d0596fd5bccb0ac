#pragma once

#include "server/access/member.hpp"
#include "server/vault/readers.hpp"

#include <map>
#include <string>
#include <vector>

namespace hotline::testing {

/// A small hotline in memory: a directory root, four units, and members of each.
class Hotline {
public:
    Hotline()
        : root(crypto::make_sign_key_pair()),
          rows(make_rows()),
          sealer({"desk", "desk/supervisors", "audit"}, verified()) {}

    crypto::SignKeyPair root;
    std::map<std::string, crypto::BoxKeyPair> units;
    std::vector<storage::UnitKeyRow> rows;
    vault::Sealer sealer;

    [[nodiscard]] crypto::Kid kid(const std::string& unit) const {
        return crypto::kid_of(units.at(unit).public_key);
    }
    [[nodiscard]] crypto::BoxKeyPair pair(const std::string& unit) const {
        return {units.at(unit).public_key, units.at(unit).secret_key.clone()};
    }
    /// A signed-in member of one unit.
    [[nodiscard]] static access::Member member(const std::string& unit, access::Role role) {
        auto facts = std::make_shared<access::SessionFacts>();
        facts->entry.id = random_fixed<UserId>();
        facts->entry.username = unit + ".someone";
        facts->entry.units = {unit};
        facts->roles = {role};
        facts->user.alias = "CB-1";
        return {std::move(facts), crypto::Token::random()};
    }
    [[nodiscard]] static vault::WorkPermit permit(const std::string& unit) {
        return member(unit, access::Role::officer).work_permit(unit).value();
    }
    [[nodiscard]] vault::UnitReader reader(const std::string& unit) const {
        return {permit(unit), crypto::WrapOpener(pair(unit))};
    }

private:
    std::vector<storage::UnitKeyRow> make_rows() {
        std::vector<storage::UnitKeyRow> made;
        for (const char* unit : {"desk", "desk/supervisors", "audit", "so-y-te", "cong-an"}) {
            const crypto::BoxKeyPair& keys = units.emplace(unit, crypto::make_box_key_pair()).first->second;
            storage::UnitKeyRow row;
            row.unit = unit;
            row.version = 1;
            row.public_key = keys.public_key;
            row.entry = vault::encode_entry(vault::UnitKeyEntry{unit, 1, row.public_key, {}});
            row.root_signature = crypto::sign(root.secret_key, vault::kDirectoryLabel, row.entry);
            made.push_back(std::move(row));
        }
        return made;
    }
    std::shared_ptr<const vault::KeyDirectory> verified() const {
        return vault::KeyDirectory::verify(1, root.public_key, rows).value();
    }
};

}  // namespace hotline::testing
