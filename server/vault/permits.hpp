#pragma once

#include "storage/event_log.hpp"

#include <string>

namespace hotline::access {
class Member;
}

namespace hotline::vault {

using storage::IndexPermit;
using storage::RevealPermit;

/// Leave of a unit's member to work with that unit's redacted material: report, conversation, subject lines.
/// Only a signed-in member (server/access) can make one; spent by passing it on.
class WorkPermit {
public:
    WorkPermit(const WorkPermit&) = delete;
    WorkPermit& operator=(const WorkPermit&) = delete;
    WorkPermit(WorkPermit&&) noexcept = default;
    WorkPermit& operator=(WorkPermit&&) noexcept = default;
    [[nodiscard]] const std::string& unit() const noexcept { return unit_; }

private:
    friend class hotline::access::Member;
    explicit WorkPermit(std::string unit) noexcept : unit_(std::move(unit)) {}
    std::string unit_;
};

}  // namespace hotline::vault
