#pragma once

#include "storage/engine.hpp"

#include <functional>
#include <map>
#include <string>
#include <vector>

namespace hotline::audit {

/// Looks at event rows in order of their index: the columns beside a leaf (case, unit, actor, sealed
/// details), which the leaf does not hold, must be what its committed `shown` says, and details may be
/// missing only where a later leaf tells of an erasure. Needs no key.
class EventCheck {
public:
    /// The alias of a member, or not_found.
    using AliasOf = std::function<Result<std::string>(const UserId&)>;
    explicit EventCheck(AliasOf alias_of) : alias_of_(std::move(alias_of)) {}

    /// Adds "events N: what is wrong" to `findings`.
    void look(const storage::EventRow& event, std::vector<std::string>& findings);
    /// After the last event.
    void finish(std::vector<std::string>& findings) const;

private:
    [[nodiscard]] std::string fault_of(const storage::EventRow& event);
    [[nodiscard]] const std::string& alias(const UserId& member);

    AliasOf alias_of_;
    std::map<UserId, std::string> aliases_;                 // empty: nobody of that id
    std::map<CaseId, std::vector<std::uint64_t>> emptied_;  // leaves that wait for the leaf of their erasure
};

}  // namespace hotline::audit
