#pragma once

#include "crypto/result.hpp"

#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace hotline {

using Bytes = std::vector<std::uint8_t>;
using ByteView = std::span<const std::uint8_t>;

/// N public bytes with a meaning; two meanings do not convert into each other.
template <std::size_t N, class Tag>
struct FixedBytes {
    static constexpr std::size_t size = N;  // NOLINT(readability-identifier-naming): as in std
    std::array<std::uint8_t, N> bytes{};

    [[nodiscard]] ByteView view() const noexcept { return bytes; }
    [[nodiscard]] const std::uint8_t* data() const noexcept { return bytes.data(); }
    [[nodiscard]] std::uint8_t* data() noexcept { return bytes.data(); }
    auto operator<=>(const FixedBytes&) const = default;

    /// The bytes as this type. Errors: bad_format when the length is not N.
    [[nodiscard]] static Result<FixedBytes> from(ByteView view) {
        if (view.size() != N) return fail(Errc::bad_format, "wrong length of fixed bytes");
        FixedBytes out;
        std::memcpy(out.bytes.data(), view.data(), N);
        return out;
    }
};

using Hash32 = FixedBytes<32, struct HashTag>;  ///< SHA-256 or BLAKE2b-256, as the user says
using Salt16 = FixedBytes<16, struct Salt16Tag>;
using Salt32 = FixedBytes<32, struct Salt32Tag>;
using CaseId = FixedBytes<16, struct CaseIdTag>;  ///< UUID version 7: the time of receipt and 74 random bits
using RowId = FixedBytes<16, struct RowIdTag>;
using UserId = FixedBytes<16, struct UserIdTag>;

[[nodiscard]] inline ByteView as_bytes(std::string_view text) noexcept {
    return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}
[[nodiscard]] inline std::string_view as_text(ByteView bytes) noexcept {
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

/// Lower-case hexadecimal.
[[nodiscard]] std::string to_hex(ByteView bytes);
/// Strict lower-case hexadecimal. Errors: bad_format.
[[nodiscard]] Result<Bytes> from_hex(std::string_view text);
/// Standard base64 with padding (RFC 4648, section 4).
[[nodiscard]] std::string to_base64(ByteView bytes);
/// Strict: canonical padding and zero trailing bits, nothing else. Errors: bad_format.
[[nodiscard]] Result<Bytes> from_base64(std::string_view text);
/// base64url without padding (RFC 4648, section 5), for tokens.
[[nodiscard]] std::string to_base64url(ByteView bytes);
/// Strict inverse of to_base64url. Errors: bad_format.
[[nodiscard]] Result<Bytes> from_base64url(std::string_view text);

/// Fills `out` from the operating system's generator.
void random_bytes(std::span<std::uint8_t> out) noexcept;
/// N random bytes of a type.
template <class Fixed>
[[nodiscard]] Fixed random_fixed() noexcept {
    Fixed out;
    random_bytes(out.bytes);
    return out;
}

/// Little-endian append, for the byte formats of security.md section 2.
void put_u8(Bytes& out, std::uint8_t value);
void put_u32(Bytes& out, std::uint32_t value);
void put_u64(Bytes& out, std::uint64_t value);
void put_bytes(Bytes& out, ByteView bytes);

/// A bounds-checked little-endian reader over borrowed bytes; after a failed read `ok()` stays false.
class ByteReader {
public:
    explicit ByteReader(ByteView bytes) noexcept : rest_(bytes) {}
    [[nodiscard]] std::uint8_t u8() noexcept;
    [[nodiscard]] std::uint32_t u32() noexcept;
    [[nodiscard]] std::uint64_t u64() noexcept;
    /// The next n bytes, or an empty view when fewer are left.
    [[nodiscard]] ByteView take(std::size_t n) noexcept;
    [[nodiscard]] ByteView rest() const noexcept { return rest_; }
    [[nodiscard]] bool ok() const noexcept { return ok_; }
    /// True when everything was read and nothing failed.
    [[nodiscard]] bool done() const noexcept { return ok_ && rest_.empty(); }

private:
    ByteView rest_;
    bool ok_ = true;
};

/// Constant-time comparison of equally long byte strings; false when the lengths differ.
[[nodiscard]] bool equal_constant_time(ByteView a, ByteView b) noexcept;

/// SHA-256 of the concatenation of `parts`.
[[nodiscard]] Hash32 sha256(std::initializer_list<ByteView> parts) noexcept;
[[nodiscard]] inline Hash32 sha256(ByteView bytes) noexcept {
    return sha256({bytes});
}
/// BLAKE2b-256 (RFC 7693) of the concatenation of `parts`, with a key of 0 or 16..64 bytes.
[[nodiscard]] Hash32 blake2b(ByteView key, std::initializer_list<ByteView> parts) noexcept;

/// Must be called once before anything else of this room; aborts when libsodium cannot start.
void init_crypto();

}  // namespace hotline
