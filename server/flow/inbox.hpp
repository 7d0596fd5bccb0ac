#pragma once

#include "server/flow/services.hpp"

#include <string>
#include <vector>

namespace hotline::flow {

/// A line of a list, with its subject opened.
struct InboxLine {
    storage::CaseRow row;
    SecretBytes subject;  ///< redacted; UTF-8
};

struct InboxPage {
    std::vector<InboxLine> lines;  ///< newest first
    std::optional<storage::CaseNumber> next;
    storage::CaseCounts counts;  ///< of the units listed, whatever the other filters
};

/// Lists cases for a member: all for the desk, the own units' for officers and leads. Opens subjects with the
/// unit's key and stores copies of slow wraps for the next time.
/// Errors: forbidden (a role that lists no cases), audit_unavailable, and those of the engine.
[[nodiscard]] asio::awaitable<Result<InboxPage>> list_inbox(Services* services, const access::Member* member,
                                                            storage::CaseQuery query);

/// Opens the subjects of summaries for a member who may read them all. Errors as above.
[[nodiscard]] asio::awaitable<Result<std::vector<InboxLine>>> open_subjects(
    Services* services, const access::Member* member, std::vector<storage::CaseSummary> summaries);

/// The units whose cases a member may list; empty optional: all. Errors: forbidden.
[[nodiscard]] Result<std::optional<std::vector<std::string>>> listed_units(const Services& services,
                                                                           const access::Member& member);

}  // namespace hotline::flow
