#pragma once

#include "server/flow/acts.hpp"
#include "server/flow/services.hpp"

#include <string>
#include <vector>

namespace hotline::flow {

/// One compartment of a case and what the caller may do about it.
struct CompartmentView {
    std::string name;
    std::string access;  ///< "open" (in this answer), "reveal" (by purpose), "approval" (a supervisor is
                         ///< asked first), "none"
};

/// A case as a member may read it: redacted text and conversation, no personal data.
struct CaseView {
    storage::CaseRow row;
    SecretBytes subject, report, circumstances;  ///< circumstances: JSON, or empty
    std::vector<SecretBytes> conversation;       ///< JSON objects, oldest first
    std::vector<storage::EventRow> timeline;     ///< leaves of this case, oldest first
    std::vector<CompartmentView> compartments;
    std::vector<ActKind> acts;
    std::optional<calendar::Deadline> due;  ///< the explanation of row.due_at
};

/// Errors: not_found, audit_unavailable, bad_key and its like (damaged data), and those of the engine.
[[nodiscard]] asio::awaitable<Result<CaseView>> read_case(Services* services, const access::Member* member,
                                                          std::string case_name);

}  // namespace hotline::flow
