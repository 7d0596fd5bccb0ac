#include "crypto/secret.hpp"

#include <sodium.h>
#include <sys/resource.h>

#include <fstream>
#include <sstream>
#include <string>

namespace hotline {

void wipe(std::span<std::uint8_t> memory) noexcept {
    sodium_memzero(memory.data(), memory.size());
}

SecretBytes::SecretBytes(std::size_t size) : bytes_(size) {}

SecretBytes::SecretBytes(ByteView copy_of) : bytes_(copy_of.begin(), copy_of.end()) {}

void SecretBytes::append(ByteView more) {
    bytes_.insert(bytes_.end(), more.begin(), more.end());
}

void SecretBytes::truncate(std::size_t size) noexcept {
    if (size >= bytes_.size()) return;
    wipe(std::span(bytes_).subspan(size));
    bytes_.resize(size);
}

LockedMemoryState locked_memory_state() {
    LockedMemoryState state;
    rlimit limit{};
    if (getrlimit(RLIMIT_MEMLOCK, &limit) == 0) state.limit_bytes = limit.rlim_cur;
    std::ifstream status("/proc/self/status");
    for (std::string line; std::getline(status, line);) {
        if (!line.starts_with("VmLck:")) continue;
        std::istringstream(line.substr(6)) >> state.locked_bytes;
        state.locked_bytes *= 1024;  // the kernel writes kB
    }
    return state;
}

}  // namespace hotline
