#pragma once

#include <cstdlib>

namespace hotline::fuzz {

/// Ends the run as a finding when a promise is broken.
inline void require(bool promise) {
    if (!promise) std::abort();
}

}  // namespace hotline::fuzz
