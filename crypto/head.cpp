#include "crypto/head.hpp"

#include <sodium.h>

#include <algorithm>

namespace hotline::crypto::detail {
namespace {

constexpr std::size_t kKidAt = 4;
constexpr std::size_t kCommitAt = 12;

std::array<std::uint8_t, 4> first_four(char letter) noexcept {
    return {static_cast<std::uint8_t>(letter), 1, 1, 0};
}

Hash32 commitment(const DataKey& key) noexcept {
    Hash32 out;
    crypto_kdf_derive_from_key(out.data(), Hash32::size, 2, "1022-com", key.expose_secret().data());
    return out;
}

}  // namespace

SubKey sub_key(const DataKey& key, SubKeyUse use) noexcept {
    const bool envelope = use == SubKeyUse::envelope;
    SubKey out;
    crypto_kdf_derive_from_key(out.expose_secret_for_writing().data(), SubKey::size, envelope ? 1 : 4,
                               envelope ? "1022-enc" : "1022-att", key.expose_secret().data());
    return out;
}

Head make_head(char letter, const DataKey& key) noexcept {
    Head head;
    std::ranges::copy(first_four(letter), head.begin());
    std::ranges::copy(kid_of(key).bytes, head.begin() + kKidAt);
    std::ranges::copy(commitment(key).bytes, head.begin() + kCommitAt);
    return head;
}

Result<void> check_head_format(char letter, ByteView blob) {
    if (blob.size() < kHeadBytes) return fail(Errc::bad_format, "shorter than its head");
    if (!std::ranges::equal(blob.first(kKidAt), first_four(letter))) {
        return fail(Errc::bad_format, "unknown kind, version or algorithm");
    }
    return {};
}

Result<void> check_head(char letter, const DataKey& key, ByteView blob) {
    if (auto format = check_head_format(letter, blob); !format) return format;
    // XChaCha20-Poly1305 can be made to open under two keys; the commitment is what ties a blob to one.
    if (!equal_constant_time(blob.subspan(kCommitAt, Hash32::size), commitment(key).view())) {
        return fail(Errc::bad_key, "made under another data key");
    }
    if (!equal_constant_time(blob.subspan(kKidAt, Kid::size), kid_of(key).view())) {
        return fail(Errc::bad_key, "names another data key");
    }
    return {};
}

AssociatedData associated_data(const Place& place, ByteView head) noexcept {
    static constexpr std::string_view kLabel{"1022/aad/v1\0", 12};
    AssociatedData out;
    auto at = std::ranges::copy(as_bytes(kLabel), out.begin()).out;
    *at++ = place.table;
    *at++ = place.column;
    *at++ = static_cast<std::uint8_t>(place.compartment);
    at = std::ranges::copy(place.case_id.bytes, at).out;
    at = std::ranges::copy(place.row_id.bytes, at).out;
    for (unsigned shift = 0; shift < 32; shift += 8) {
        *at++ = static_cast<std::uint8_t>(place.row_version >> shift);
    }
    std::ranges::copy(head.first(kHeadBytes), at);
    return out;
}

}  // namespace hotline::crypto::detail
