#pragma once

#include "server/routing/linear_model.hpp"

namespace hotline::routing {

/// One text to learn from; it keeps no words.
struct Example {
    std::vector<std::uint64_t> features;     ///< as `features_of` gives them
    std::array<std::string, kHeads> labels;  ///< codes, in the order of `Head`
};

/// How to learn; the defaults are those of the shipped model.
struct Training {
    int epochs = 60;
    float rate = 2.0F;             ///< step of the first epoch; later ones are smaller
    float decay = 1e-4F;           ///< what every weight loses in an epoch
    std::size_t fewest_texts = 2;  ///< features of fewer texts are never stored
};

/// Learns a softmax regression for each head by gradient steps in the order of the examples: the same
/// examples in the same order give the same bytes. Sharpness stays 1 and source empty, for the caller to set.
[[nodiscard]] ModelParts train(const std::vector<Example>& examples, const Training& training);

}  // namespace hotline::routing
