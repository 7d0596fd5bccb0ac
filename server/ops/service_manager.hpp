#pragma once

#include "crypto/result.hpp"

#include <string_view>

namespace hotline::ops {

/// Tells systemd about this service, as sd_notify(3) does; without NOTIFY_SOCKET in the environment, nothing.
/// @param state  for example "READY=1" or "STOPPING=1"
/// Errors: internal (the socket cannot be reached).   Source: sd_notify(3), "Notes" on the protocol.
[[nodiscard]] Result<void> tell_service_manager(std::string_view state);

}  // namespace hotline::ops
