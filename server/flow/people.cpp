#include "server/flow/people.hpp"

#include "server/vault/directory_root.hpp"

#include <algorithm>

namespace hotline::flow {
namespace {

bool shares_unit(const access::Member& member, const std::vector<std::string>& units) {
    return std::ranges::any_of(units, [&](const std::string& unit) { return member.is_in(unit); });
}

bool is_current(const vault::KeyDirectory& directory, const storage::GrantRow& grant) {
    const vault::KeyDirectory::UnitKey* primary = directory.primary(grant.unit);
    return primary != nullptr && primary->version == grant.unit_version;
}

/// The units of a user's current grants; the root when `entry` has a sealed copy of it.
Result<std::vector<std::string>> keys_of(storage::ReadTx& tx, const vault::KeyDirectory& directory,
                                         const vault::MemberEntry& entry,
                                         const std::vector<storage::SealedSecretRow>& roots) {
    Result<std::vector<storage::GrantRow>> grants = tx.grants_of(entry.id);
    if (!grants) return grants.error();
    std::vector<std::string> keys;
    for (const storage::GrantRow& grant : *grants)
        if (is_current(directory, grant)) keys.push_back(grant.unit);
    const crypto::Kid kid = crypto::kid_of(entry.box_key);
    for (const storage::SealedSecretRow& copy : roots)
        if (std::ranges::equal(copy.recipient, kid.view())) keys.emplace_back(kRootUnit);
    return keys;
}

Result<Person> person_of(storage::ReadTx& tx, const Services& services, const storage::UserRow& row,
                         const std::vector<storage::SealedSecretRow>& roots) {
    Result<vault::MemberEntry> entry = vault::verify_member(row, services.root);
    if (!entry) return entry.error();
    Result<std::vector<std::string>> keys = keys_of(tx, *services.sealer->directory(), *entry, roots);
    if (!keys) return keys.error();
    Result<storage::SecondFactorRow> factor = tx.find_second_factor(row.id);
    if (!factor && factor.error().code != Errc::not_found) return factor.error();
    return Person{row.id,
                  row.username,
                  row.display_name,
                  row.alias,
                  row.state,
                  std::move(entry->roles),
                  std::move(entry->units),
                  *std::move(keys),
                  factor && !factor->secret.empty(),
                  std::nullopt};
}

/// Adds an invitation to the account it renews, or as somebody new.
Result<void> add_invited(storage::ReadTx& tx, const storage::InvitationRow& row,
                         std::vector<Person>& people) {
    Result<storage::ActivationRow> activation = tx.find_activation(row.user);
    if (!activation && activation.error().code != Errc::not_found) return activation.error();
    auto found = std::ranges::find(people, row.user, &Person::id);
    if (found == people.end()) {
        Person person;
        person.id = row.user;
        person.username = row.username;
        person.display_name = row.display_name;
        person.alias = alias_of(row.user);
        person.roles = vault::parse_list(row.roles);
        person.units = vault::parse_list(row.units);
        found = people.insert(people.end(), std::move(person));
    }
    found->invited = Person::Invited{row.expires_at, activation.has_value()};
    return {};
}

Result<std::vector<Person>> everybody(storage::ReadTx& tx, const Services& services) {
    Result<std::vector<storage::UserRow>> users = tx.all_users();
    if (!users) return users.error();
    Result<std::vector<storage::SealedSecretRow>> roots = tx.sealed_secrets(vault::kRootSecret);
    if (!roots) return roots.error();
    std::vector<Person> people;
    for (const storage::UserRow& row : *users) {
        Result<Person> person = person_of(tx, services, row, *roots);
        if (!person) return person.error();
        people.push_back(*std::move(person));
    }
    Result<std::vector<storage::InvitationRow>> invitations = tx.invitations();
    if (!invitations) return invitations.error();
    for (const storage::InvitationRow& row : *invitations)
        if (Result<void> added = add_invited(tx, row, people); !added) return added.error();
    std::ranges::sort(people, {}, &Person::username);
    return people;
}

bool holds(const Person& person, std::string_view unit) {
    return person.state == storage::UserState::active &&
           std::ranges::find(person.keys, unit) != person.keys.end();
}

}  // namespace

std::string_view wire_name(storage::UserState state) noexcept {
    switch (state) {
        case storage::UserState::waiting:
            return "waiting";
        case storage::UserState::active:
            return "active";
        case storage::UserState::suspended:
            return "suspended";
        case storage::UserState::removed:
            return "removed";
    }
    return "";
}

std::string alias_of(const UserId& id) {
    return "CB-" + to_hex(id.view()).substr(0, 8);
}

asio::awaitable<Result<std::vector<Person>>> list_people(Services* services, const access::Member* member) {
    Result<std::vector<Person>> people = co_await ops::read(
        services->engine, [services](storage::ReadTx& tx) { return everybody(tx, *services); });
    if (!people || member->has(access::Role::admin)) co_return people;
    std::erase_if(*people, [&](const Person& person) { return !shares_unit(*member, person.units); });
    co_return people;
}

asio::awaitable<Result<Person>> find_person(Services* services, const access::Member* member,
                                            std::string id) {
    Result<std::vector<Person>> people = co_await list_people(services, member);
    if (!people) co_return people.error();
    const auto found =
        std::ranges::find_if(*people, [&](const Person& person) { return to_hex(person.id.view()) == id; });
    if (found == people->end()) co_return fail(Errc::not_found, "nobody the caller may see");
    co_return std::move(*found);
}

asio::awaitable<Result<std::vector<UnitKeys>>> list_unit_keys(Services* services,
                                                              const access::Member* member) {
    Result<std::vector<Person>> people = co_await ops::read(
        services->engine, [services](storage::ReadTx& tx) { return everybody(tx, *services); });
    if (!people) co_return people.error();
    const bool is_admin = member->has(access::Role::admin);
    std::vector<UnitKeys> units;
    const auto add = [&](std::string_view code, std::string_view name) {
        if (!is_admin && !member->is_in(code)) return;
        UnitKeys unit{std::string(code), std::string(name), {}};
        for (const Person& person : *people)
            if (holds(person, code)) unit.holders.push_back(person);
        units.push_back(std::move(unit));
    };
    for (const routing::Unit& unit : services->directory->units()) add(unit.code, unit.name);
    add(services->sealer->units().supervisors, "Trưởng ca tổng đài");
    add(kRootUnit, "Khóa gốc của danh bạ khóa");
    co_return units;
}

Result<std::vector<std::string>> units_lost_without(storage::ReadTx& tx, const Services& services,
                                                    const UserId& user) {
    Result<std::vector<Person>> people = everybody(tx, services);
    if (!people) return people.error();
    const auto leaving = std::ranges::find(*people, user, &Person::id);
    std::vector<std::string> lost;
    if (leaving == people->end()) return lost;
    for (const std::string& unit : leaving->keys)
        if (std::ranges::none_of(
                *people, [&](const Person& person) { return person.id != user && holds(person, unit); }))
            lost.push_back(unit);
    return lost;
}

}  // namespace hotline::flow
