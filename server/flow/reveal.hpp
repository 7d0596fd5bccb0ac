#pragma once

#include "server/flow/approvals.hpp"

#include <string>
#include <variant>
#include <vector>

namespace hotline::flow {

struct RevealRequest {
    std::vector<crypto::Compartment> compartments;  ///< identity, contact, original; at least one
    std::string purpose;                            ///< one of reveal_purposes()
    std::string note;                               ///< 15..500 characters
    std::optional<RowId> approval;                  ///< of a supervisor; the three above may then be left out
};

/// contact-citizen, verify-on-site, return-result, legal-duty, data-subject-request.
[[nodiscard]] const std::vector<std::string>& reveal_purposes();

struct Revealed {
    std::uint64_t leaf = 0;
    storage::Time expires_at{};
    std::vector<std::pair<crypto::Compartment, SecretBytes>> parts;  ///< JSON; `original` is plain text
};

/// Whether a second person must agree before this member opens one of these parts (access/data/openings.txt).
/// @param unit  that person_unit gave
[[nodiscard]] bool needs_second_person(const Services& services, const storage::CaseRecord& record,
                                       const std::vector<crypto::Compartment>& compartments,
                                       std::string_view unit);

/// Whether the table, or the consent that it asks for and the reporter did not give, keeps one of these parts
/// from this unit, with or without an approval.
[[nodiscard]] bool is_withheld(const Services& services, const storage::CaseRecord& record,
                               const std::vector<crypto::Compartment>& compartments, std::string_view unit);

/// Opens personal data of one case for one purpose, or asks a supervisor where a second person must agree.
/// The leaf is on disk before a key is unwrapped (DESIGN.md, "Reveal").
/// Errors: not_found, step_up_needed, forbidden (a compartment whose key this unit does not hold),
/// reveal_limit, unauthenticated (a burst: the session has ended), wrong_state (the approval has ended),
/// bad_input (not what was approved), bad_signature (a forged approval), audit_unavailable, and those of the
/// engine. Nothing is opened unless the leaf is durable.
[[nodiscard]] asio::awaitable<Result<std::variant<Revealed, Asked>>> reveal(Services* services,
                                                                            const access::Member* member,
                                                                            std::string case_name,
                                                                            RevealRequest request);

}  // namespace hotline::flow
