#include "crypto/bytes.hpp"

#include <sodium.h>

namespace hotline {
namespace {

/// Bytes fetched from the operating system ahead of need, because one call per nonce costs more than the
/// encryption of a short text. Every byte is given out once and wiped as it leaves; the rest is wiped when
/// the thread ends. Not safe across fork: a child would repeat its parent's bytes.
class RandomPool {
public:
    RandomPool() noexcept = default;
    RandomPool(const RandomPool&) = delete;
    RandomPool& operator=(const RandomPool&) = delete;
    ~RandomPool() { sodium_memzero(pool_.data(), pool_.size()); }

    static constexpr std::size_t kLargest = 64;  ///< longer requests go to the system directly

    void take(std::span<std::uint8_t> out) noexcept {
        if (pool_.size() - used_ < out.size()) {
            randombytes_buf(pool_.data(), pool_.size());
            used_ = 0;
        }
        std::memcpy(out.data(), pool_.data() + used_, out.size());
        sodium_memzero(pool_.data() + used_, out.size());
        used_ += out.size();
    }

private:
    std::array<std::uint8_t, 1024> pool_{};
    std::size_t used_ = pool_.size();
};

}  // namespace

void random_bytes(std::span<std::uint8_t> out) noexcept {
    thread_local RandomPool pool;
    if (out.empty()) return;
    if (out.size() > RandomPool::kLargest) return randombytes_buf(out.data(), out.size());
    pool.take(out);
}

}  // namespace hotline
