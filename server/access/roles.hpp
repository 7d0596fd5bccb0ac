#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace hotline::access {

enum class Role : std::uint8_t { op, supervisor, officer, lead, auditor, admin, service };
inline constexpr std::array kAllRoles{Role::op,      Role::supervisor, Role::officer, Role::lead,
                                      Role::auditor, Role::admin,      Role::service};

/// The name on the wire and in signed entries: operator, supervisor, officer, lead, auditor, admin, service.
[[nodiscard]] std::string_view wire_name(Role role) noexcept;
[[nodiscard]] std::optional<Role> parse_role(std::string_view name) noexcept;

/// A set of roles.
class RoleSet {
public:
    constexpr RoleSet() = default;
    constexpr RoleSet(std::initializer_list<Role> roles) {
        for (const Role role : roles) add(role);
    }
    constexpr void add(Role role) noexcept { bits_ = static_cast<std::uint8_t>(bits_ | bit(role)); }
    [[nodiscard]] constexpr bool has(Role role) const noexcept { return (bits_ & bit(role)) != 0; }
    [[nodiscard]] constexpr bool meets(RoleSet other) const noexcept { return (bits_ & other.bits_) != 0; }
    [[nodiscard]] constexpr bool empty() const noexcept { return bits_ == 0; }
    /// The wire names, in the order of the enumeration.
    [[nodiscard]] std::vector<std::string> names() const;

private:
    static constexpr std::uint8_t bit(Role role) noexcept {
        return static_cast<std::uint8_t>(1U << static_cast<unsigned>(role));
    }
    std::uint8_t bits_ = 0;
};

}  // namespace hotline::access
