#pragma once

#include "crypto/bytes.hpp"

#include <functional>

namespace hotline {

/// Calls `try_it` with every copy of `good` that has one bit changed.
inline void for_each_flipped_bit(ByteView good, const std::function<void(ByteView, std::size_t)>& try_it) {
    Bytes changed(good.begin(), good.end());
    for (std::size_t bit = 0; bit < good.size() * 8; ++bit) {
        const auto mask = static_cast<std::uint8_t>(1U << (bit % 8));
        changed[bit / 8] ^= mask;
        try_it(changed, bit);
        changed[bit / 8] ^= mask;
    }
}

/// Calls `try_it` with every shorter beginning of `good`, and with some longer forms of it.
inline void for_each_other_length(ByteView good, const std::function<void(ByteView, std::size_t)>& try_it) {
    for (std::size_t size = 0; size < good.size(); ++size) try_it(good.first(size), size);
    for (const std::size_t more : {1U, 16U, 64U, 256U}) {
        Bytes longer(good.begin(), good.end());
        longer.resize(good.size() + more);
        try_it(longer, longer.size());
    }
}

}  // namespace hotline
