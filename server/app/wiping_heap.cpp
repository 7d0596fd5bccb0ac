// The heap of the server: what is given back is overwritten first. Text of complaints, answers and keys
// passes through strings, JSON, buffers and coroutine frames of many libraries; wiping in one place leaves
// nothing of it in free memory, whoever forgot (DESIGN.md, "Memory"). Other C libraries call malloc and are
// not reached: SQLite holds sealed bytes only, libsodium wipes its own.
#include "server/app/wiping_heap.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdlib>
#include <cstring>
#include <malloc.h>
#include <new>
#include <openssl/crypto.h>

namespace {

void* take(std::size_t size, std::size_t alignment) {
    const std::size_t wanted = size == 0 ? 1 : size;
    while (true) {
        void* const memory =
            alignment <= alignof(std::max_align_t)
                ? std::malloc(wanted)
                : std::aligned_alloc(alignment, (wanted + alignment - 1) / alignment * alignment);
        if (memory != nullptr) return memory;
        const std::new_handler handler = std::get_new_handler();
        if (handler == nullptr) throw std::bad_alloc();
        handler();
    }
}

/// Blocks of OpenSSL; the names and lines of its sources are not asked for.
void* take_for_openssl(std::size_t size, const char*, int) {
    return size == 0 ? nullptr : std::malloc(size);
}

void give_back(void* memory) noexcept {
    if (memory == nullptr) return;
    explicit_bzero(memory, malloc_usable_size(memory));
    std::free(memory);
}

void give_back_from_openssl(void* memory, const char*, int) {
    give_back(memory);
}

/// Always moves: realloc would leave the old place as it was.
void* move_for_openssl(void* memory, std::size_t size, const char* file, int line) {
    if (size == 0) {
        give_back(memory);
        return nullptr;
    }
    void* const moved = take_for_openssl(size, file, line);
    if (moved == nullptr || memory == nullptr) return moved;
    std::memcpy(moved, memory, std::min(size, malloc_usable_size(memory)));
    give_back(memory);
    return moved;
}

}  // namespace

bool hotline::app::wipe_memory_of_openssl() noexcept {
    return CRYPTO_set_mem_functions(take_for_openssl, move_for_openssl, give_back_from_openssl) == 1;
}

// The other forms (arrays, nothrow) call these by default.
void* operator new(std::size_t size) {
    return take(size, alignof(std::max_align_t));
}
void* operator new(std::size_t size, std::align_val_t alignment) {
    return take(size, static_cast<std::size_t>(alignment));
}
void operator delete(void* memory) noexcept {
    give_back(memory);
}
void operator delete(void* memory, std::size_t) noexcept {
    give_back(memory);
}
void operator delete(void* memory, std::align_val_t) noexcept {
    give_back(memory);
}
void operator delete(void* memory, std::size_t, std::align_val_t) noexcept {
    give_back(memory);
}
