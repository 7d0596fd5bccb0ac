#include "server/access/roles.hpp"

namespace hotline::access {

std::string_view wire_name(Role role) noexcept {
    switch (role) {
        case Role::op:
            return "operator";
        case Role::supervisor:
            return "supervisor";
        case Role::officer:
            return "officer";
        case Role::lead:
            return "lead";
        case Role::auditor:
            return "auditor";
        case Role::admin:
            return "admin";
        case Role::service:
            return "service";
    }
    return "";
}

std::optional<Role> parse_role(std::string_view name) noexcept {
    for (const Role role : kAllRoles)
        if (wire_name(role) == name) return role;
    return std::nullopt;
}

std::vector<std::string> RoleSet::names() const {
    std::vector<std::string> out;
    for (const Role role : kAllRoles)
        if (has(role)) out.emplace_back(wire_name(role));
    return out;
}

}  // namespace hotline::access
