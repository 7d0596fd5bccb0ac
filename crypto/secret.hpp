#pragma once

#include "crypto/bytes.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

namespace hotline {

/// Overwrites memory in a way the compiler keeps.
void wipe(std::span<std::uint8_t> memory) noexcept;

/// N secret bytes: move-only, wiped when they die or are moved from, not printable, not comparable by ==.
/// Not guaranteed: copies the compiler makes in registers or spills to the stack.
template <std::size_t N, class Tag>
class SecretFixed {
public:
    static constexpr std::size_t size = N;  // NOLINT(readability-identifier-naming): as in std

    SecretFixed() noexcept = default;
    SecretFixed(const SecretFixed&) = delete;
    SecretFixed& operator=(const SecretFixed&) = delete;
    SecretFixed(SecretFixed&& other) noexcept { take(other); }
    SecretFixed& operator=(SecretFixed&& other) noexcept {
        if (this != &other) take(other);
        return *this;
    }
    ~SecretFixed() { wipe(bytes_); }

    /// An explicit copy, for the few places that need one.
    [[nodiscard]] SecretFixed clone() const noexcept {
        SecretFixed out;
        std::memcpy(out.bytes_.data(), bytes_.data(), N);
        return out;
    }
    [[nodiscard]] static SecretFixed random() noexcept {
        SecretFixed out;
        random_bytes(out.bytes_);
        return out;
    }
    /// Errors: bad_format when the length is not N.
    [[nodiscard]] static Result<SecretFixed> from(ByteView view) {
        if (view.size() != N) return fail(Errc::bad_format, "wrong length of a secret");
        SecretFixed out;
        std::memcpy(out.bytes_.data(), view.data(), N);
        return out;
    }
    /// The bytes themselves; the name is long on purpose.
    [[nodiscard]] std::span<const std::uint8_t, N> expose_secret() const noexcept { return bytes_; }
    [[nodiscard]] std::span<std::uint8_t, N> expose_secret_for_writing() noexcept { return bytes_; }

private:
    void take(SecretFixed& other) noexcept {
        std::memcpy(bytes_.data(), other.bytes_.data(), N);
        wipe(other.bytes_);
    }
    std::array<std::uint8_t, N> bytes_{};
};

/// A 32-byte secret grown from another one: BLAKE2b-256(key, parts).
template <class Secret>
    requires(Secret::size == Hash32::size)
[[nodiscard]] Secret derive_secret(ByteView key, std::initializer_list<ByteView> parts) noexcept {
    Secret out;
    Hash32 hash = blake2b(key, parts);
    std::memcpy(out.expose_secret_for_writing().data(), hash.data(), Hash32::size);
    wipe(hash.bytes);
    return out;
}

/// Gives memory back only after wiping it; with it a vector also wipes what it leaves behind on growth.
template <class T>
struct WipingAllocator {
    using value_type = T;

    WipingAllocator() noexcept = default;
    template <class U>
    explicit WipingAllocator(const WipingAllocator<U>&) noexcept {}

    [[nodiscard]] T* allocate(std::size_t n) { return std::allocator<T>().allocate(n); }
    void deallocate(T* memory, std::size_t n) noexcept {
        wipe({reinterpret_cast<std::uint8_t*>(memory), n * sizeof(T)});
        std::allocator<T>().deallocate(memory, n);
    }
    bool operator==(const WipingAllocator&) const noexcept = default;
};

/// A secret byte string of any length: move-only, wiped before its memory is given back or grown.
/// Ordinary heap memory: it can be swapped out unless the process locks its pages (DESIGN.md, "Memory").
class SecretBytes {
public:
    SecretBytes() noexcept = default;
    /// `size` zero bytes.
    explicit SecretBytes(std::size_t size);
    explicit SecretBytes(ByteView copy_of);
    SecretBytes(const SecretBytes&) = delete;
    SecretBytes& operator=(const SecretBytes&) = delete;
    SecretBytes(SecretBytes&& other) noexcept = default;
    SecretBytes& operator=(SecretBytes&& other) noexcept = default;
    ~SecretBytes() = default;

    [[nodiscard]] static SecretBytes from_text(std::string_view text) { return SecretBytes(as_bytes(text)); }
    [[nodiscard]] SecretBytes clone() const { return SecretBytes(expose_secret()); }
    [[nodiscard]] std::size_t size() const noexcept { return bytes_.size(); }
    [[nodiscard]] bool empty() const noexcept { return bytes_.empty(); }
    [[nodiscard]] ByteView expose_secret() const noexcept { return bytes_; }
    [[nodiscard]] std::span<std::uint8_t> expose_secret_for_writing() noexcept { return bytes_; }
    [[nodiscard]] std::string_view expose_text() const noexcept { return as_text(expose_secret()); }
    /// Adds a copy; `more` must not be a part of this object.
    void append(ByteView more);
    void append(std::string_view more) { append(as_bytes(more)); }
    /// Shortens to `size` bytes (≤ size()); the rest is wiped.
    void truncate(std::size_t size) noexcept;

private:
    std::vector<std::uint8_t, WipingAllocator<std::uint8_t>> bytes_;
};

/// Personal data of one kind (UTF-8, NFC): cannot be printed, formatted, compared, copied or put in JSON.
/// It leaves this type only by sealing, or by `expose_pii` inside an answer that a permit allows.
template <class Tag>
class Pii {
public:
    Pii() noexcept = default;
    explicit Pii(SecretBytes value) noexcept : value_(std::move(value)) {}
    explicit Pii(std::string_view text) : value_(as_bytes(text)) {}

    [[nodiscard]] bool empty() const noexcept { return value_.empty(); }
    [[nodiscard]] std::size_t size() const noexcept { return value_.size(); }
    [[nodiscard]] std::string_view expose_pii() const noexcept { return value_.expose_text(); }
    [[nodiscard]] Pii clone() const { return Pii(value_.clone()); }

private:
    SecretBytes value_;
};

/// What the kernel says about locked memory of this process, for the warning at start: locking succeeds
/// "with nothing locked" when the limit is low.
struct LockedMemoryState {
    std::size_t limit_bytes = 0;   ///< RLIMIT_MEMLOCK; the largest value means no limit
    std::size_t locked_bytes = 0;  ///< VmLck
};
[[nodiscard]] LockedMemoryState locked_memory_state();

}  // namespace hotline
