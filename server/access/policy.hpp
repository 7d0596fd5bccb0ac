#pragma once

#include "crypto/result.hpp"
#include "server/access/roles.hpp"

#include <array>
#include <map>
#include <string>
#include <string_view>

namespace hotline::access {

/// How far a right reaches; the words of policy.txt.
enum class Scope : std::uint8_t {
    none,  ///< "-"
    self,  ///< what the caller made
    own,   ///< cases that the member's units handle
    yes,   ///< the call is about no case
    all,   ///< every case
};

/// One line of the table: a call, and how far each role's right to it reaches.
struct PolicyRow {
    bool anyone = false;  ///< no session is asked for
    std::array<Scope, kAllRoles.size()> scopes{};
    std::string what;  ///< the call in words, Vietnamese / English

    [[nodiscard]] Scope scope_of(Role role) const noexcept { return scopes[static_cast<std::size_t>(role)]; }
    /// The furthest scope of any of these roles.
    [[nodiscard]] Scope scope_of(RoleSet roles) const noexcept;
    /// The roles that may make the call at all.
    [[nodiscard]] RoleSet roles() const noexcept;
};

/// Who may make which call: data/policy.txt, the one table that the server asks and people read. It decides
/// before a body is read; the unit's key decides once more when something is opened. Immutable.
class Policy {
public:
    /// The table compiled into the program. Throws on a broken build only.
    [[nodiscard]] static const Policy& built_in();
    /// Errors: bad_format (names the line: a missing or unknown word, a call given twice).
    [[nodiscard]] static Result<Policy> parse(std::string_view text);

    /// The row of a call; a call without one is a bug: std::logic_error.
    [[nodiscard]] const PolicyRow& row(std::string_view call) const;
    [[nodiscard]] const std::map<std::string, PolicyRow, std::less<>>& rows() const noexcept { return rows_; }

private:
    std::map<std::string, PolicyRow, std::less<>> rows_;
};

/// The table as it was written, with its explanation.
[[nodiscard]] std::string_view policy_text() noexcept;

[[nodiscard]] std::string_view word_of(Scope scope) noexcept;

}  // namespace hotline::access
