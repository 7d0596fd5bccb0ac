#pragma once

#include "storage/engine.hpp"

#include <string>
#include <vector>

namespace hotline::app {

/// Every account stands as the newest leaf about it says: its state, its signed entry, and whether log-ins
/// ask for a one-time code. So a row that was put back from a backup, a state that was changed, or a second
/// factor that was taken away by another hand is found, although it needs no key to write. An account without
/// such a leaf was made with the folder and is active. Errors: those of the reads.
[[nodiscard]] Result<void> check_accounts(storage::ReadTx& tx, std::vector<std::string>& findings);

}  // namespace hotline::app
