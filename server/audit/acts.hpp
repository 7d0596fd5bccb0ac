#pragma once

#include "server/access/member.hpp"
#include "server/vault/sealer.hpp"
#include "storage/records.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace hotline::audit {

/// Something that was done to a person's data or rights, before it becomes a leaf.
struct Act {
    std::string_view kind;  ///< closed list of security.md, section 3: "case.received", "reveal.requested" …
    std::string_view purpose;  ///< code, or empty
    std::optional<CaseId> case_id;
    std::string_view reference;             ///< clear; empty when there is no case or not yet a number
    std::vector<std::string> compartments;  ///< wire names of what is opened
    std::string_view note;                  ///< redacted; goes to the sealed details only
    std::string_view approver;              ///< who allowed it; goes to the sealed details only
    std::string_view to_unit;               ///< where a case moves to
    std::string_view detail;  ///< a short machine word that the citizen may see, e.g. an export's key
    std::optional<Hash32> manifest;
};

/// Turns acts into event drafts: what the citizen may see in the clear, the rest sealed to the audit unit.
/// Thread-safe. Borrows the sealer.
class Recorder {
public:
    explicit Recorder(vault::Sealer* sealer) noexcept : sealer_(sealer) {}

    /// An act of a signed-in member. @param unit  the unit the member acts for. Errors: bad_key (no audit
    /// key).
    [[nodiscard]] Result<storage::EventDraft> by_member(const access::Member& member, std::string_view unit,
                                                        const Act& act) const;
    /// An act of a member whose session is just being opened or closed.
    [[nodiscard]] Result<storage::EventDraft> by_facts(const access::SessionFacts& facts,
                                                       const Act& act) const;
    /// An act of a citizen (public page, tracking code).
    [[nodiscard]] Result<storage::EventDraft> by_citizen(const Act& act) const;
    /// An act of the server itself or of the person at its command line.
    [[nodiscard]] Result<storage::EventDraft> by_server(const Act& act) const;

private:
    struct Actor {
        std::string_view role, alias, unit, officer;
        std::optional<UserId> id;
    };
    Result<storage::EventDraft> draft(const Actor& actor, const Act& act) const;
    vault::Sealer* sealer_;
};

/// The wire name of a compartment: report, original, identity, contact, conversation, …
[[nodiscard]] std::string_view wire_name(crypto::Compartment compartment) noexcept;
[[nodiscard]] std::optional<crypto::Compartment> parse_compartment(std::string_view name) noexcept;

}  // namespace hotline::audit
