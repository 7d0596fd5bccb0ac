#pragma once

#include "server/flow/services.hpp"

#include <string>
#include <vector>

namespace hotline::flow {

struct RevealRequest {
    std::vector<crypto::Compartment> compartments;  ///< identity, contact, original; at least one
    std::string purpose;                            ///< one of reveal_purposes()
    std::string note;                               ///< 15..500 characters
};

/// contact-citizen, verify-on-site, return-result, legal-duty, data-subject-request.
[[nodiscard]] const std::vector<std::string>& reveal_purposes();

struct Revealed {
    std::uint64_t leaf = 0;
    storage::Time expires_at{};
    std::vector<std::pair<crypto::Compartment, SecretBytes>> parts;  ///< JSON; `original` is plain text
};

/// Opens personal data of one case for one purpose. The leaf is on disk before a key is unwrapped
/// (DESIGN.md, "Reveal").
/// Errors: not_found, step_up_needed, forbidden (a compartment whose key this unit does not hold),
/// audit_unavailable, and those of the engine. Nothing is opened unless the leaf is durable.
[[nodiscard]] asio::awaitable<Result<Revealed>> reveal(Services* services, const access::Member* member,
                                                       std::string case_name, RevealRequest request);

}  // namespace hotline::flow
