#pragma once

#include "server/flow/services.hpp"

#include <string>
#include <vector>

namespace hotline::flow {

/// One look at a case, with what a citizen needs to check it without trusting this server.
struct Access {
    storage::EventRow event;
    std::string proof;  ///< C2SP tlog-proof file
};

/// What the holder of a tracking code may see.
struct Tracked {
    storage::CaseRow row;
    std::vector<SecretBytes> replies;  ///< JSON messages, oldest first
    std::vector<Access> accesses;      ///< oldest first
};

/// Opens a case to its reporter. Every call is a leaf that the citizen sees the next time.
/// Errors: not_found (no such case and wrong code, alike), audit_unavailable, and those of the engine.
[[nodiscard]] asio::awaitable<Result<Tracked>> track(Services* services, crypto::TrackingCode code);

/// The tlog-proof of one leaf against the newest checkpoint. Errors: not_found while no checkpoint covers it.
[[nodiscard]] Result<std::string> proof_of(storage::ReadTx& tx, std::uint64_t index);

}  // namespace hotline::flow
