#include "crypto/envelope.hpp"

#include "crypto/head.hpp"

#include <sodium.h>

#include <algorithm>
#include <stdexcept>

namespace hotline::crypto {
namespace {

constexpr char kLetter = 'E';
constexpr std::size_t kNonceBytes = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
constexpr std::size_t kTagBytes = crypto_aead_xchacha20poly1305_ietf_ABYTES;
constexpr std::size_t kTextAt = detail::kHeadBytes + kNonceBytes;
static_assert(kTextAt + kTagBytes == kEnvelopeOverhead);

}  // namespace

Envelope seal_envelope(const DataKey& key, const Place& place, ByteView plaintext, std::size_t pad_block) {
    if (pad_block == 0) throw std::invalid_argument("seal_envelope: a padding block of nothing");
    const std::size_t padded = (plaintext.size() / pad_block + 1) * pad_block;
    Bytes blob(kEnvelopeOverhead + padded);
    const std::span head = std::span(blob).first(detail::kHeadBytes);
    const std::span nonce = std::span(blob).subspan(detail::kHeadBytes, kNonceBytes);
    const std::span text = std::span(blob).subspan(kTextAt);

    std::ranges::copy(detail::make_head(kLetter, key), head.begin());
    random_bytes(nonce);
    // Padded and encrypted in place, so that no second copy of the plaintext is left behind.
    std::ranges::copy(plaintext, text.begin());
    sodium_pad(nullptr, text.data(), plaintext.size(), pad_block, text.size());
    const auto sub_key = detail::sub_key(key, detail::SubKeyUse::envelope);
    const auto aad = detail::associated_data(place, head);
    crypto_aead_xchacha20poly1305_ietf_encrypt(text.data(), nullptr, text.data(), padded, aad.data(),
                                               aad.size(), nullptr, nonce.data(),
                                               sub_key.expose_secret().data());
    return Envelope(std::move(blob));
}

Result<SecretBytes> open_envelope(const DataKey& key, const Place& place, ByteView blob,
                                  std::size_t pad_block) {
    if (auto head = detail::check_head(kLetter, key, blob); !head) return head.error();
    if (pad_block == 0 || blob.size() <= kEnvelopeOverhead ||
        (blob.size() - kEnvelopeOverhead) % pad_block != 0) {
        return fail(Errc::bad_format, "not whole padding blocks");
    }
    const ByteView nonce = blob.subspan(detail::kHeadBytes, kNonceBytes);
    const ByteView sealed = blob.subspan(kTextAt);
    const auto sub_key = detail::sub_key(key, detail::SubKeyUse::envelope);
    const auto aad = detail::associated_data(place, blob);

    SecretBytes text(sealed.size() - kTagBytes);
    const int forged = crypto_aead_xchacha20poly1305_ietf_decrypt(
        text.expose_secret_for_writing().data(), nullptr, nullptr, sealed.data(), sealed.size(), aad.data(),
        aad.size(), nonce.data(), sub_key.expose_secret().data());
    if (forged != 0) return fail(Errc::bad_signature, "envelope was changed or stands elsewhere");

    std::size_t size = 0;
    if (sodium_unpad(&size, text.expose_secret().data(), text.size(), pad_block) != 0) {
        return fail(Errc::bad_format, "padded in another way");
    }
    text.truncate(size);
    return text;
}

Result<Kid> envelope_key_id(ByteView blob) {
    if (auto head = detail::check_head_format(kLetter, blob); !head) return head.error();
    return Kid::from(blob.subspan(4, Kid::size));
}

}  // namespace hotline::crypto
