#pragma once

#include "storage/records.hpp"

namespace hotline::storage {

/// u32 length ‖ bytes: a field of varying length inside a hashed text.
inline void put_field(Bytes& out, ByteView bytes) {
    put_u32(out, static_cast<std::uint32_t>(bytes.size()));
    put_bytes(out, bytes);
}

/// u64 Unix milliseconds.
inline void put_time(Bytes& out, Time time) {
    put_u64(out, static_cast<std::uint64_t>(time.time_since_epoch().count()));
}

}  // namespace hotline::storage
