#pragma once

#include "crypto/result.hpp"

#include <filesystem>
#include <iosfwd>
#include <optional>
#include <string>
#include <vector>

namespace hotline::app {

/// What `hotline-server evaluate` is asked to do.
struct EvaluateOptions {
    std::filesystem::path file;                  ///< labelled texts, in the format of complaints.jsonl
    std::optional<std::filesystem::path> model;  ///< else the one compiled in
    std::size_t folds = 0;  ///< 2..20: learn from the file itself, guess what was left out; 0: only guess
    bool misses = false;    ///< list misses; they quote the texts, so only for synthetic or redacted sets
};

/// Prints how well redaction and routing read the file. Errors: not_found, bad_format (names the line).
[[nodiscard]] Result<void> evaluate_reading(std::ostream& out, const EvaluateOptions& options);

/// What `hotline-server train` is asked to do.
struct TrainOptions {
    std::vector<std::filesystem::path> files;  ///< labelled texts, in the format of complaints.jsonl
    std::filesystem::path out;                 ///< the model; replaced when it is complete
    std::size_t fewest_texts = 2;              ///< features of fewer texts are never stored
};

/// Learns a model and writes it: the same files in the same order give the same bytes. Returns its name.
/// Errors: not_found, bad_format (names the line), bad_input (too few texts, over 8 MB).
[[nodiscard]] Result<std::string> train_reading(const TrainOptions& options);

}  // namespace hotline::app
