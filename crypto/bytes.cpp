#include "crypto/bytes.hpp"

#include <sodium.h>

#include <algorithm>
#include <cstdlib>

namespace hotline {
namespace {

static_assert(crypto_hash_sha256_BYTES == Hash32::size);
static_assert(crypto_generichash_BYTES == Hash32::size);

std::string encode_base64(ByteView bytes, int variant) {
    std::string out(sodium_base64_encoded_len(bytes.size(), variant), '\0');
    sodium_bin2base64(out.data(), out.size(), bytes.data(), bytes.size(), variant);
    out.pop_back();  // libsodium counts the final zero
    return out;
}

/// libsodium's decoder is strict when nothing may be ignored (no blanks, whole padding, zero trailing bits),
/// but for one thing: 1.0.18 takes '+', '/', '-' and '_' with the top bit set for the characters themselves.
Result<Bytes> decode_base64(std::string_view text, int variant) {
    const bool ascii = std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
    if (!ascii) return fail(Errc::bad_format, "not canonical base64");
    Bytes out(text.size() / 4 * 3 + 3);
    std::size_t size = 0;
    const int failed =
        sodium_base642bin(out.data(), out.size(), text.data(), text.size(), nullptr, &size, nullptr, variant);
    if (failed != 0) return fail(Errc::bad_format, "not canonical base64");
    out.resize(size);
    return out;
}

int hex_digit(char c) noexcept {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    return -1;
}

template <std::size_t N>
std::uint64_t little_endian(ByteView bytes) noexcept {
    std::uint64_t value = 0;
    if (bytes.size() != N) return value;
    for (std::size_t i = N; i-- > 0;) value = (value << 8) | bytes[i];
    return value;
}

void put_little_endian(Bytes& out, std::uint64_t value, std::size_t width) {
    for (std::size_t i = 0; i < width; ++i) out.push_back(static_cast<std::uint8_t>(value >> (8 * i)));
}

}  // namespace

std::string to_hex(ByteView bytes) {
    static constexpr std::string_view kDigits = "0123456789abcdef";
    std::string out;
    out.reserve(bytes.size() * 2);
    for (const std::uint8_t byte : bytes) {
        out.push_back(kDigits[byte >> 4]);
        out.push_back(kDigits[byte & 15]);
    }
    return out;
}

Result<Bytes> from_hex(std::string_view text) {
    if (text.size() % 2 != 0) return fail(Errc::bad_format, "odd number of hexadecimal digits");
    Bytes out;
    out.reserve(text.size() / 2);
    for (std::size_t i = 0; i < text.size(); i += 2) {
        const int high = hex_digit(text[i]);
        const int low = hex_digit(text[i + 1]);
        if (high < 0 || low < 0) return fail(Errc::bad_format, "not lower-case hexadecimal");
        out.push_back(static_cast<std::uint8_t>(high * 16 + low));
    }
    return out;
}

std::string to_base64(ByteView bytes) {
    return encode_base64(bytes, sodium_base64_VARIANT_ORIGINAL);
}

Result<Bytes> from_base64(std::string_view text) {
    return decode_base64(text, sodium_base64_VARIANT_ORIGINAL);
}

std::string to_base64url(ByteView bytes) {
    return encode_base64(bytes, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
}

Result<Bytes> from_base64url(std::string_view text) {
    return decode_base64(text, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
}

void put_u8(Bytes& out, std::uint8_t value) {
    out.push_back(value);
}
void put_u32(Bytes& out, std::uint32_t value) {
    put_little_endian(out, value, 4);
}
void put_u64(Bytes& out, std::uint64_t value) {
    put_little_endian(out, value, 8);
}
void put_bytes(Bytes& out, ByteView bytes) {
    out.insert(out.end(), bytes.begin(), bytes.end());
}

std::uint8_t ByteReader::u8() noexcept {
    return static_cast<std::uint8_t>(little_endian<1>(take(1)));
}
std::uint32_t ByteReader::u32() noexcept {
    return static_cast<std::uint32_t>(little_endian<4>(take(4)));
}
std::uint64_t ByteReader::u64() noexcept {
    return little_endian<8>(take(8));
}

ByteView ByteReader::take(std::size_t n) noexcept {
    if (!ok_ || n > rest_.size()) {
        ok_ = false;
        return {};
    }
    const ByteView taken = rest_.first(n);
    rest_ = rest_.subspan(n);
    return taken;
}

bool equal_constant_time(ByteView a, ByteView b) noexcept {
    if (a.size() != b.size()) return false;
    return sodium_memcmp(a.data(), b.data(), a.size()) == 0;
}

Hash32 sha256(std::initializer_list<ByteView> parts) noexcept {
    crypto_hash_sha256_state state;
    crypto_hash_sha256_init(&state);
    for (const ByteView part : parts) crypto_hash_sha256_update(&state, part.data(), part.size());
    Hash32 out;
    crypto_hash_sha256_final(&state, out.data());
    return out;
}

Hash32 blake2b(ByteView key, std::initializer_list<ByteView> parts) noexcept {
    crypto_generichash_state state;
    // A key of the wrong length is a bug; going on would hash without the key.
    if (!key.empty() && key.size() < crypto_generichash_KEYBYTES_MIN) std::abort();
    if (crypto_generichash_init(&state, key.data(), key.size(), Hash32::size) != 0) std::abort();
    for (const ByteView part : parts) crypto_generichash_update(&state, part.data(), part.size());
    Hash32 out;
    crypto_generichash_final(&state, out.data(), Hash32::size);
    sodium_memzero(&state, sizeof state);  // holds the key's first block until the first update
    return out;
}

void init_crypto() {
    if (sodium_init() < 0) std::abort();
}

}  // namespace hotline
