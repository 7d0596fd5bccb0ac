#pragma once

#include "server/flow/change.hpp"

namespace hotline::flow {

struct TransferRequest {
    ActRequest act;
    std::string unit;    ///< the unit that shall answer; a code of the directory
    std::string reason;  ///< UTF-8; goes redacted to the sealed details of the leaf
};

/// Moves a case to another unit: this session wraps the data keys for the new unit and drops the old unit's
/// wraps, so that the old unit can open nothing of it any more. The deadline counts on.
/// Errors: not_found, bad_input (not a unit, or the same one), conflict, wrong_state, bad_key, the engine's.
[[nodiscard]] asio::awaitable<Result<Changed>> transfer(Services* services, const access::Member* member,
                                                        std::string case_name, TransferRequest request);

}  // namespace hotline::flow
