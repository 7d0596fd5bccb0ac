#pragma once

#include "server/flow/change.hpp"

#include <string>
#include <vector>

namespace hotline::flow {

/// What an alert is about; stands only in the sealed details of its leaf.
struct AlertAbout {
    std::string what;  ///< burst-reveals, burst-readings, canary-read, canary-reveal
    std::string officer;
    std::string reference;  ///< empty when it is not about one case
};

/// Writes the leaf `admin.alert` and tells those who watch. The leaf's clear part says nothing of the matter.
/// @param ended  the user whose sessions end in the same transaction, if any; then supervisors hear too
/// Errors: those of the engine.
[[nodiscard]] asio::awaitable<Result<void>> raise_alert(Services* services, AlertAbout about,
                                                        std::optional<UserId> ended);

/// Ends every session of a member who opened too much too fast, and alerts.
/// @return never success: unauthenticated, or the engine's errors.
[[nodiscard]] asio::awaitable<Result<void>> end_burst(Services* services, const access::Member* member,
                                                      std::string what);

struct Alert {
    std::uint64_t leaf = 0;
    storage::Time at{};
    AlertAbout about;
    std::string acknowledged_by;  ///< empty while open
    std::optional<storage::Time> acknowledged_at;
};

/// The newest alerts, opened with the audit unit's key. Errors: audit_unavailable, forbidden, the engine's.
[[nodiscard]] asio::awaitable<Result<std::vector<Alert>>> list_alerts(Services* services,
                                                                      const access::Member* member);
/// One alert by its leaf. Errors: not_found, and as list_alerts.
[[nodiscard]] asio::awaitable<Result<Alert>> find_alert(Services* services, const access::Member* member,
                                                        std::uint64_t leaf);
/// Notes that an auditor has seen to an alert; the same auditor again changes nothing.
/// Errors: not_found, wrong_state (another has seen to it).
[[nodiscard]] asio::awaitable<Result<Alert>> acknowledge_alert(Services* services,
                                                               const access::Member* member,
                                                               std::uint64_t leaf, std::string note);

}  // namespace hotline::flow
