#pragma once

#include "server/routing/classifier.hpp"
#include "server/routing/labelled.hpp"
#include "server/routing/trainer.hpp"

namespace hotline::routing {

/// Learns a model from labelled texts, and how sure to be from texts left out: the cases are parted into
/// groups of the same people and repeats, each fifth is guessed by what the others taught, and the sharpness
/// that fits best is stored. The same cases in the same order give the same bytes. Cost: six trainings.
/// Errors: bad_format for bad rules, bad_input when there is nothing to learn or the model gets over 8 MB.
[[nodiscard]] Result<Bytes> learn(const Directory& directory, std::string_view rules_json,
                                  const std::vector<LabelledCase>& cases, const Training& training);

/// A guess for a case by a model that has not seen its group.
struct HeldOutGuess {
    std::size_t index = 0;  ///< of the case
    Suggestion suggestion;
    std::array<std::vector<float>, kHeads> beliefs;  ///< in the order of the directory
};
/// Guesses every case once; groups stay in one of `folds` (2..20) folds. Errors: as `learn`.
[[nodiscard]] Result<std::vector<HeldOutGuess>> guess_held_out(const Directory& directory,
                                                               std::string_view rules_json,
                                                               const std::vector<LabelledCase>& cases,
                                                               const Training& training, std::size_t folds);

}  // namespace hotline::routing
