#include "server/http/wiped_buffer.hpp"

#include "crypto/secret.hpp"

#include <algorithm>
#include <atomic>
#include <cstring>
#include <new>
#include <utility>

namespace hotline::http {
namespace {

std::atomic<WipedBuffer::ReleaseHook> release_hook{nullptr};

void wipe_chars(char* from, std::size_t count) noexcept {
    if (count != 0) wipe({reinterpret_cast<std::uint8_t*>(from), count});
}

}  // namespace

WipedBuffer::WipedBuffer(WipedBuffer&& other) noexcept
    : data_(std::exchange(other.data_, nullptr)),
      size_(std::exchange(other.size_, 0)),
      capacity_(std::exchange(other.capacity_, 0)),
      dirty_(std::exchange(other.dirty_, 0)) {}

WipedBuffer& WipedBuffer::operator=(WipedBuffer&& other) noexcept {
    if (this == &other) return *this;
    release();
    data_ = std::exchange(other.data_, nullptr);
    size_ = std::exchange(other.size_, 0);
    capacity_ = std::exchange(other.capacity_, 0);
    dirty_ = std::exchange(other.dirty_, 0);
    return *this;
}

WipedBuffer::~WipedBuffer() {
    release();
}

void WipedBuffer::reserve(std::size_t capacity) {
    if (capacity <= capacity_) return;
    WipedBuffer larger;
    larger.data_ = static_cast<char*>(::operator new(capacity));
    larger.capacity_ = capacity;
    larger.append(text());
    *this = std::move(larger);
}

void WipedBuffer::append(std::string_view more) {
    if (more.empty()) return;
    if (capacity_ - size_ < more.size()) reserve(std::max(size_ + more.size(), capacity_ * 2));
    std::memcpy(data_ + size_, more.data(), more.size());
    commit(more.size());
}

void WipedBuffer::commit(std::size_t count) noexcept {
    size_ += count;
    dirty_ = std::max(dirty_, size_);
}

void WipedBuffer::consume(std::size_t count) noexcept {
    if (count == 0) return;
    size_ -= count;
    if (size_ != 0) std::memmove(data_, data_ + count, size_);
    wipe_chars(data_ + size_, dirty_ - size_);
    dirty_ = size_;
}

void WipedBuffer::release() noexcept {
    if (data_ == nullptr) return;
    wipe_chars(data_, dirty_);
    if (const ReleaseHook hook = release_hook.load(std::memory_order_relaxed)) hook({data_, dirty_});
    ::operator delete(data_);
    data_ = nullptr;
    size_ = capacity_ = dirty_ = 0;
}

void WipedBuffer::set_release_hook(ReleaseHook hook) noexcept {
    release_hook.store(hook);
}

}  // namespace hotline::http
