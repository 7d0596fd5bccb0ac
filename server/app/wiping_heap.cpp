// The global operator new and delete of the server: what is given back is overwritten first. Text of
// complaints, answers and keys passes through strings, JSON, buffers and coroutine frames of many libraries;
// wiping in one place leaves nothing of it in free memory, whoever forgot (DESIGN.md, "Memory"). C libraries
// call malloc and are not reached: SQLite holds sealed bytes only, libsodium and OpenSSL wipe their own.
#include <cstddef>
#include <cstdlib>
#include <cstring>
#include <malloc.h>
#include <new>

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

void give_back(void* memory) noexcept {
    if (memory == nullptr) return;
    explicit_bzero(memory, malloc_usable_size(memory));
    std::free(memory);
}

}  // namespace

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
