#include "crypto/envelope.hpp"

#include <sodium.h>

#include <algorithm>
#include <stdexcept>

namespace hotline::crypto {
namespace {

enum Algorithm : std::uint8_t { sealed_box = 1, window_box = 2, unit_cache = 3, citizen = 4 };

constexpr std::size_t kHeadBytes = 4 + Kid::size;
constexpr std::size_t kPayloadBytes = DataKey::size + Hash32::size;
constexpr std::size_t kNonceBytes = 24;
static_assert(kNonceBytes == crypto_box_NONCEBYTES);
static_assert(kNonceBytes == crypto_aead_xchacha20poly1305_ietf_NPUBBYTES);

constexpr std::size_t kSealedBytes = kHeadBytes + crypto_box_SEALBYTES + kPayloadBytes;
constexpr std::size_t kWindowBytes =
    kHeadBytes + BoxPublicKey::size + kNonceBytes + crypto_box_MACBYTES + kPayloadBytes;
constexpr std::size_t kSymmetricBytes =
    kHeadBytes + kNonceBytes + kPayloadBytes + crypto_aead_xchacha20poly1305_ietf_ABYTES;
static_assert(kSealedBytes == 124 && kWindowBytes == 148 && kSymmetricBytes == 116);

/// DEK32 ‖ ctx32, as it stands inside every wrap.
using Payload = WrapPayload;
static_assert(Payload::size == kPayloadBytes);

Hash32 context_hash(const WrapContext& context, const Kid& recipient) noexcept {
    const auto compartment = static_cast<std::uint8_t>(context.compartment);
    const std::uint32_t version = context.data_key_version;
    const std::array<std::uint8_t, 4> version_bytes{
        static_cast<std::uint8_t>(version), static_cast<std::uint8_t>(version >> 8),
        static_cast<std::uint8_t>(version >> 16), static_cast<std::uint8_t>(version >> 24)};
    return blake2b({}, {as_bytes("1022/wrap/v1"), context.case_id.view(), ByteView(&compartment, 1),
                        recipient.view(), version_bytes});
}

Payload make_payload(const DataKey& key, const WrapContext& context, const Kid& recipient) noexcept {
    Payload payload;
    const std::span out = payload.expose_secret_for_writing();
    std::ranges::copy(key.expose_secret(), out.begin());
    std::ranges::copy(context_hash(context, recipient).bytes, out.begin() + DataKey::size);
    return payload;
}

/// The data key, once the context inside is found to be the one asked for.
Result<DataKey> check_payload(const Payload& payload, const WrapContext& context, const Kid& recipient) {
    const ByteView bytes = payload.expose_secret();
    if (!equal_constant_time(bytes.subspan(DataKey::size), context_hash(context, recipient).view())) {
        return fail(Errc::bad_signature, "wrap is for another case, compartment or version");
    }
    return DataKey::from(bytes.first(DataKey::size));
}

Bytes start_wrap(Algorithm algorithm, const Kid& recipient, std::size_t total_bytes) {
    Bytes out(total_bytes);
    const std::array<std::uint8_t, 4> first{'W', 1, algorithm, 0};
    std::ranges::copy(first, out.begin());
    std::ranges::copy(recipient.bytes, out.begin() + first.size());
    return out;
}

std::size_t size_of(std::uint8_t algorithm) noexcept {
    switch (algorithm) {
        case sealed_box:
            return kSealedBytes;
        case window_box:
            return kWindowBytes;
        case unit_cache:
        case citizen:
            return kSymmetricBytes;
        default:
            return 0;
    }
}

Bytes wrap_symmetric(Algorithm algorithm, const WrapKey& key, const Kid& kid, const Payload& payload) {
    Bytes out = start_wrap(algorithm, kid, kSymmetricBytes);
    const std::span nonce = std::span(out).subspan(kHeadBytes, kNonceBytes);
    random_bytes(nonce);
    crypto_aead_xchacha20poly1305_ietf_encrypt(out.data() + kHeadBytes + kNonceBytes, nullptr,
                                               payload.expose_secret().data(), kPayloadBytes, out.data(),
                                               kHeadBytes, nullptr, nonce.data(), key.expose_secret().data());
    return out;
}

Result<Payload> open_symmetric(const WrapKey& key, ByteView wrap) {
    const ByteView nonce = wrap.subspan(kHeadBytes, kNonceBytes);
    const ByteView box = wrap.subspan(kHeadBytes + kNonceBytes);
    Payload payload;
    const int forged = crypto_aead_xchacha20poly1305_ietf_decrypt(
        payload.expose_secret_for_writing().data(), nullptr, nullptr, box.data(), box.size(), wrap.data(),
        kHeadBytes, nonce.data(), key.expose_secret().data());
    if (forged != 0) return fail(Errc::bad_key, "symmetric wrap does not open");
    return payload;
}

Result<Payload> open_sealed_box(const BoxKeyPair& unit, ByteView wrap) {
    const ByteView box = wrap.subspan(kHeadBytes);
    Payload payload;
    const int forged =
        crypto_box_seal_open(payload.expose_secret_for_writing().data(), box.data(), box.size(),
                             unit.public_key.data(), unit.secret_key.expose_secret().data());
    if (forged != 0) return fail(Errc::bad_key, "sealed wrap does not open");
    return payload;
}

/// Whether an X25519 key is below 2^255 - 19, as every honestly made one is. X25519 itself ignores the top
/// bit and reduces the rest, so that without this check a wrap with a changed byte would open.
bool canonical(const BoxPublicKey& key) noexcept {
    if (key.bytes.back() > 0x7F) return false;
    const bool all_ones =
        key.bytes.back() == 0x7F && std::all_of(key.bytes.begin() + 1, key.bytes.end() - 1,
                                                [](std::uint8_t byte) { return byte == 0xFF; });
    return !all_ones || key.bytes.front() < 0xED;
}

/// False for a public key of small order.
template <class Shared>
bool precompute(Shared& shared, const BoxPublicKey& theirs, const BoxSecretKey& ours) noexcept {
    return crypto_box_beforenm(shared.expose_secret_for_writing().data(), theirs.data(),
                               ours.expose_secret().data()) == 0;
}

}  // namespace

Wrap wrap_sealed(const BoxPublicKey& recipient, const WrapContext& context, const DataKey& data_key) {
    const Kid kid = kid_of(recipient);
    Bytes out = start_wrap(sealed_box, kid, kSealedBytes);
    const Payload payload = make_payload(data_key, context, kid);
    if (crypto_box_seal(out.data() + kHeadBytes, payload.expose_secret().data(), kPayloadBytes,
                        recipient.data()) != 0) {
        throw std::invalid_argument("wrap_sealed: not a usable X25519 public key");
    }
    return Wrap(std::move(out));
}

Wrap wrap_unit_cache(const WrapKey& unit_key, const Kid& unit_kid, const WrapContext& context,
                     const DataKey& data_key) {
    return Wrap(wrap_symmetric(unit_cache, unit_key, unit_kid, make_payload(data_key, context, unit_kid)));
}

Wrap wrap_citizen(const WrapKey& citizen_key, const Kid& citizen_kid, const WrapContext& context,
                  const DataKey& data_key) {
    return Wrap(
        wrap_symmetric(citizen, citizen_key, citizen_kid, make_payload(data_key, context, citizen_kid)));
}

WindowKey::WindowKey() : pair_(make_box_key_pair()) {}
WindowKey::~WindowKey() = default;

Wrap WindowKey::wrap(const BoxPublicKey& recipient, const Kid& recipient_kid, const WrapContext& context,
                     const DataKey& data_key) {
    const auto [entry, first_time] = shared_.try_emplace(recipient_kid);
    SharedKey& shared = entry->second;
    if (first_time &&
        (kid_of(recipient) != recipient_kid || !precompute(shared, recipient, pair_.secret_key))) {
        shared_.erase(entry);
        throw std::invalid_argument("WindowKey: the key id is not of this key, or the key is not usable");
    }
    Bytes out = start_wrap(window_box, recipient_kid, kWindowBytes);
    std::ranges::copy(pair_.public_key.bytes, out.begin() + kHeadBytes);
    const std::span nonce = std::span(out).subspan(kHeadBytes + BoxPublicKey::size, kNonceBytes);
    random_bytes(nonce);
    const Payload payload = make_payload(data_key, context, recipient_kid);
    crypto_box_easy_afternm(out.data() + kHeadBytes + BoxPublicKey::size + kNonceBytes,
                            payload.expose_secret().data(), kPayloadBytes, nonce.data(),
                            shared.expose_secret().data());
    return Wrap(std::move(out));
}

WrapOpener::WrapOpener(BoxKeyPair unit)
    : unit_(std::move(unit)), kid_(kid_of(unit_.public_key)), unit_key_(unit_wrap_key(unit_.secret_key)) {}

Result<DataKey> WrapOpener::open(const WrapContext& context, ByteView wrap) {
    auto head = read_wrap_head(wrap);
    if (!head) return head.error();
    if (head->algorithm == citizen) return fail(Errc::bad_format, "a citizen's wrap is not for a unit");
    if (head->recipient != kid_) return fail(Errc::bad_key, "wrap is for another recipient");

    auto payload = head->algorithm == sealed_box   ? open_sealed_box(unit_, wrap)
                   : head->algorithm == window_box ? open_window(wrap)
                                                   : open_symmetric(unit_key_, wrap);
    if (!payload) return payload.error();
    return check_payload(*payload, context, kid_);
}

Result<Payload> WrapOpener::open_window(ByteView wrap) {
    ByteReader reader(wrap.subspan(kHeadBytes));
    auto sender = BoxPublicKey::from(reader.take(BoxPublicKey::size));
    if (!sender) return sender.error();
    const ByteView nonce = reader.take(kNonceBytes);
    if (!window_ || window_->first != *sender) {
        SharedKey shared;
        if (!canonical(*sender) || !precompute(shared, *sender, unit_.secret_key)) {
            return fail(Errc::bad_key, "sender's key is not usable");
        }
        window_.emplace(*sender, std::move(shared));
    }
    Payload payload;
    const ByteView box = reader.rest();
    const int forged =
        crypto_box_open_easy_afternm(payload.expose_secret_for_writing().data(), box.data(), box.size(),
                                     nonce.data(), window_->second.expose_secret().data());
    if (forged != 0) return fail(Errc::bad_key, "window wrap does not open");
    return payload;
}

Result<DataKey> open_citizen_wrap(const WrapKey& citizen_key, const Kid& citizen_kid,
                                  const WrapContext& context, ByteView wrap) {
    auto head = read_wrap_head(wrap);
    if (!head) return head.error();
    if (head->algorithm != citizen) return fail(Errc::bad_format, "not a citizen's wrap");
    if (head->recipient != citizen_kid) return fail(Errc::bad_key, "wrap is for another recipient");
    auto payload = open_symmetric(citizen_key, wrap);
    if (!payload) return payload.error();
    return check_payload(*payload, context, citizen_kid);
}

Result<WrapHead> read_wrap_head(ByteView wrap) {
    ByteReader reader(wrap);
    const bool known = reader.u8() == 'W' && reader.u8() == 1;
    WrapHead head{.algorithm = reader.u8(), .recipient = {}};
    const bool reserved_zero = reader.u8() == 0;
    auto recipient = Kid::from(reader.take(Kid::size));
    if (!known || !reserved_zero || !recipient || wrap.size() != size_of(head.algorithm)) {
        return fail(Errc::bad_format, "not a known wrap");
    }
    head.recipient = *recipient;
    return head;
}

}  // namespace hotline::crypto
