#pragma once

#include "crypto/bytes.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace hotline::http {

/// Growing bytes that are wiped before their memory is given back: what a connection receives and what a
/// request says. Move-only; the address of the bytes stays when the buffer is moved. Not locked in memory.
class WipedBuffer {
public:
    WipedBuffer() noexcept = default;
    WipedBuffer(const WipedBuffer&) = delete;
    WipedBuffer& operator=(const WipedBuffer&) = delete;
    WipedBuffer(WipedBuffer&& other) noexcept;
    WipedBuffer& operator=(WipedBuffer&& other) noexcept;
    ~WipedBuffer();

    [[nodiscard]] std::size_t size() const noexcept { return size_; }
    [[nodiscard]] std::size_t capacity() const noexcept { return capacity_; }
    [[nodiscard]] bool empty() const noexcept { return size_ == 0; }
    [[nodiscard]] const char* data() const noexcept { return data_; }
    [[nodiscard]] std::string_view text() const noexcept { return {data_, size_}; }
    [[nodiscard]] ByteView bytes() const noexcept { return as_bytes(text()); }

    /// Room for `capacity` bytes in all; existing bytes are copied and the old memory is wiped.
    void reserve(std::size_t capacity);
    void append(std::string_view more);
    /// The memory behind the last byte, up to the capacity; make it part of the buffer with `commit`.
    [[nodiscard]] std::span<char> free_space() noexcept { return {data_ + size_, capacity_ - size_}; }
    void commit(std::size_t count) noexcept;
    /// Drops the first `count` bytes, moves the rest to the front and wipes what was freed.
    void consume(std::size_t count) noexcept;
    /// Wipes and gives the memory back.
    void release() noexcept;

    /// Called with every block just before it is given back, so that a test can see that it was wiped; null
    /// to end.
    using ReleaseHook = void (*)(std::span<const char> block);
    static void set_release_hook(ReleaseHook hook) noexcept;

private:
    char* data_ = nullptr;
    std::size_t size_ = 0;
    std::size_t capacity_ = 0;
    std::size_t dirty_ = 0;  // bytes from the front that may hold something
};

}  // namespace hotline::http
