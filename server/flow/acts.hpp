#pragma once

#include "server/access/roles.hpp"
#include "storage/records.hpp"

#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace hotline::flow {

/// What can be done with a case. Names on the wire are those of api.md.
enum class ActKind : std::uint8_t { accept, transfer, reply, close, divert };
[[nodiscard]] std::string_view wire_name(ActKind act) noexcept;

/// One line of the table of the life of a case.
struct ActRule {
    storage::CaseState from;
    ActKind act;
    access::RoleSet roles;
    storage::CaseState to;
};

/// The whole table, for tests and for people.
[[nodiscard]] std::span<const ActRule> act_rules() noexcept;
/// The state that follows, or nothing when this role may not do this in this state.
[[nodiscard]] std::optional<storage::CaseState> next_state(storage::CaseState from, ActKind act,
                                                           access::RoleSet roles) noexcept;
/// The acts open to these roles in this state.
[[nodiscard]] std::vector<ActKind> open_acts(storage::CaseState from, access::RoleSet roles);

}  // namespace hotline::flow
