#pragma once

#include <cstddef>
#include <functional>
#include <istream>

#include "clients/cli/http/api_client.hpp"
#include "clients/cli/json.hpp"

namespace hotline::cli {

/// How a file of complaints went.
struct BatchResult {
    std::size_t done = 0;
    std::size_t failed = 0;  ///< lines without an answer; each was written as {"id","error"}
};

/// What a batch needs from its command.
struct BatchPlan {
    std::function<Outcome<ApiClient>()> make_client;  ///< called once a worker
    std::function<void(const Json&)> write;           ///< called by one thread at a time, in the file's order
    std::function<void(std::size_t done)> progress;   ///< as `write`
    unsigned workers = 4;                             ///< connections at once
};

/// Sends every line of `file` (labelled format: "id", "text", "channel"?) to the preview and writes one
/// answer a line with the id, in the file's order. At most 64 lines a worker are held in memory. Failures:
/// login_needed, unreachable (they end the batch, since every other line would meet the same).
[[nodiscard]] Outcome<BatchResult> preview_lines(std::istream& file, const BatchPlan& plan);

}  // namespace hotline::cli
