#pragma once

#include "crypto/secret.hpp"

#include <memory>
#include <vector>

namespace hotline::redaction {

/// Gives memory back only after overwriting it.
template <class T>
struct WipingAllocator {
    using value_type = T;

    WipingAllocator() noexcept = default;
    template <class Other>
    explicit WipingAllocator(const WipingAllocator<Other>&) noexcept {}

    [[nodiscard]] T* allocate(std::size_t count) { return std::allocator<T>{}.allocate(count); }
    void deallocate(T* memory, std::size_t count) noexcept {
        wipe({reinterpret_cast<std::uint8_t*>(memory), count * sizeof(T)});
        std::allocator<T>{}.deallocate(memory, count);
    }
    bool operator==(const WipingAllocator&) const noexcept { return true; }
};

/// A vector for decoded personal text.
template <class T>
using WipedVector = std::vector<T, WipingAllocator<T>>;

}  // namespace hotline::redaction
