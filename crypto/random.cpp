#include "crypto/bytes.hpp"

#include <sodium.h>

namespace hotline {
namespace {

/// Bytes made ahead of need, because one system call per nonce costs more than the encryption of a short
/// text. Each filling is ChaCha20 output under a fresh seed of the operating system (32 bytes are a quarter
/// of the price of 1,024), and the seed is wiped. Every byte is given out once and wiped as it leaves; the
/// rest is wiped when the thread ends. Not safe across fork: a child would repeat its parent's bytes.
class RandomPool {
public:
    RandomPool() noexcept = default;
    RandomPool(const RandomPool&) = delete;
    RandomPool& operator=(const RandomPool&) = delete;
    ~RandomPool() { sodium_memzero(pool_.data(), pool_.size()); }

    static constexpr std::size_t kLargest = 64;  ///< longer requests go to the system directly

    void take(std::span<std::uint8_t> out) noexcept {
        if (pool_.size() - used_ < out.size()) fill();
        std::memcpy(out.data(), pool_.data() + used_, out.size());
        sodium_memzero(pool_.data() + used_, out.size());
        used_ += out.size();
    }

private:
    void fill() noexcept {
        std::array<unsigned char, randombytes_SEEDBYTES> seed;
        randombytes_buf(seed.data(), seed.size());
        randombytes_buf_deterministic(pool_.data(), pool_.size(), seed.data());
        sodium_memzero(seed.data(), seed.size());
        used_ = 0;
    }

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
