#pragma once

#include "server/routing/linear_model.hpp"

namespace hotline::routing {

/// One text to learn from.
struct Example {
    std::vector<std::uint64_t> features;  ///< as `features_of` gives them
    std::string label;
};

/// How to learn; the defaults are those of the shipped model.
struct Training {
    int epochs = 60;
    float rate = 0.5F;             ///< step of the first epoch; later ones are smaller
    float decay = 2e-4F;           ///< how fast unused weights shrink
    std::size_t fewest_texts = 2;  ///< rarer features are left out
};

/// Learns a softmax regression by gradient steps in the order of the examples: the same examples in the same
/// order give the same bytes. Cost: about 1 s for 400 texts without optimisation.
[[nodiscard]] LinearModel train(const std::vector<Example>& examples, const Training& training);

}  // namespace hotline::routing
