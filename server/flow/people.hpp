#pragma once

#include "server/flow/services.hpp"

#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace hotline::flow {

/// An account as those who look after accounts see it. Holds no key and nothing of any case.
struct Person {
    struct Invited {
        storage::Time expires_at{};
        bool activated = false;  ///< keys were made and wait for the admin's signature
    };
    UserId id;
    std::string username, display_name, alias;
    storage::UserState state = storage::UserState::waiting;
    std::vector<std::string> roles, units;
    std::vector<std::string> keys;  ///< units whose current key this person has; `kRootUnit` for the root
    bool second_factor = false;
    std::optional<Invited> invited;
};

/// The directory root among the units that keys are granted of.
inline constexpr std::string_view kRootUnit = "root";

/// Every account and open invitation that the caller may see, by username: all for an admin, else those of
/// the caller's units.
[[nodiscard]] asio::awaitable<Result<std::vector<Person>>> list_people(Services* services,
                                                                       const access::Member* member);
/// One of them by its id in hexadecimal. Errors: not_found for nobody and for somebody of another unit,
/// alike.
[[nodiscard]] asio::awaitable<Result<Person>> find_person(Services* services, const access::Member* member,
                                                          std::string id);

/// A unit and who can open its cases.
struct UnitKeys {
    std::string code, name;
    std::vector<Person> holders;  ///< active members with the unit's current key
};
/// The units whose keys the caller may look after: all and the root for an admin, else the caller's own.
[[nodiscard]] asio::awaitable<Result<std::vector<UnitKeys>>> list_unit_keys(Services* services,
                                                                            const access::Member* member);

/// The units, the root included, that nobody could open any more without this user, as one work sees it.
[[nodiscard]] Result<std::vector<std::string>> units_lost_without(storage::ReadTx& tx,
                                                                  const Services& services,
                                                                  const UserId& user);

/// waiting, active, suspended, removed.
[[nodiscard]] std::string_view wire_name(storage::UserState state) noexcept;
/// The name under which citizens see an officer: says nothing, stays the same.
[[nodiscard]] std::string alias_of(const UserId& id);

}  // namespace hotline::flow
