#pragma once

#include "server/app/config.hpp"
#include "storage/engine.hpp"

#include <string>
#include <vector>

namespace hotline::app {

/// The log's half of `fsck`: every event row against its leaf; tree, tiles and newest checkpoint re-derived
/// from the leaves; the note's signature; and the checkpoint kept outside the folder, when the configuration
/// names one. Reads the events in pages.
[[nodiscard]] Result<void> check_log(storage::ReadTx& tx, const Config& config,
                                     std::vector<std::string>& findings);

}  // namespace hotline::app
