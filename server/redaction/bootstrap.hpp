#pragma once

#include <vector>

namespace hotline::redaction {

/// What one text adds to a share: `part` of `whole`.
struct ShareOf {
    double part = 0, whole = 0;
};

/// A share over all texts, and where it falls in 95 of 100 sets of as many texts drawn with replacement.
struct Estimate {
    double share = 1;  ///< 1 when nothing was counted
    double low = 1, high = 1;
};

/// 500 draws from a fixed seed: the same texts give the same interval.
[[nodiscard]] Estimate estimate(const std::vector<ShareOf>& texts);

}  // namespace hotline::redaction
