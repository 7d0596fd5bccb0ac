#include "crypto/keys.hpp"

#include <sodium.h>

#include <stdexcept>

namespace hotline::crypto {
namespace {

static_assert(crypto_box_PUBLICKEYBYTES == BoxPublicKey::size);
static_assert(crypto_box_SECRETKEYBYTES == BoxSecretKey::size);
static_assert(crypto_sign_PUBLICKEYBYTES == SignPublicKey::size);
static_assert(crypto_sign_SECRETKEYBYTES == SignSecretKey::size);
static_assert(crypto_sign_SEEDBYTES == SignSeed::size);
static_assert(crypto_sign_BYTES == Signature::size);
static_assert(crypto_kdf_KEYBYTES == DataKey::size);

Kid first_bytes(ByteView hash) noexcept {
    Kid kid;
    std::memcpy(kid.data(), hash.data(), Kid::size);
    return kid;
}

Bytes labelled(std::string_view label, ByteView message) {
    Bytes out;
    out.reserve(label.size() + 1 + message.size());
    put_bytes(out, as_bytes(label));
    put_u8(out, 0);
    put_bytes(out, message);
    return out;
}

}  // namespace

BoxKeyPair make_box_key_pair() {
    BoxKeyPair pair{.public_key = {}, .secret_key = BoxSecretKey::random()};
    pair.public_key = public_key_of(pair.secret_key);
    return pair;
}

SignKeyPair make_sign_key_pair() {
    return sign_key_pair_from_seed(SignSeed::random());
}

SignKeyPair sign_key_pair_from_seed(const SignSeed& seed) {
    SignKeyPair pair;
    crypto_sign_seed_keypair(pair.public_key.data(), pair.secret_key.expose_secret_for_writing().data(),
                             seed.expose_secret().data());
    return pair;
}

BoxPublicKey public_key_of(const BoxSecretKey& secret_key) {
    BoxPublicKey out;
    crypto_scalarmult_base(out.data(), secret_key.expose_secret().data());
    return out;
}

Kid kid_of(const BoxPublicKey& public_key) noexcept {
    return first_bytes(blake2b({}, {as_bytes("1022/kid/v1"), public_key.view()}).view());
}

Kid kid_of(const DataKey& data_key) noexcept {
    Hash32 derived;
    crypto_kdf_derive_from_key(derived.data(), Hash32::size, 3, "1022-kid", data_key.expose_secret().data());
    return first_bytes(derived.view());
}

WrapKey unit_wrap_key(const BoxSecretKey& unit_secret_key) noexcept {
    return derive_secret<WrapKey>(unit_secret_key.expose_secret(), {as_bytes("1022/unit/v1")});
}

Signature sign(const SignSecretKey& key, std::string_view label, ByteView message) noexcept {
    return sign_bare(key, labelled(label, message));
}

bool verify(const SignPublicKey& key, std::string_view label, ByteView message,
            const Signature& signature) noexcept {
    return verify_bare(key, labelled(label, message), signature);
}

Signature sign_bare(const SignSecretKey& key, ByteView message) noexcept {
    Signature out;
    crypto_sign_detached(out.data(), nullptr, message.data(), message.size(), key.expose_secret().data());
    return out;
}

bool verify_bare(const SignPublicKey& key, ByteView message, const Signature& signature) noexcept {
    return crypto_sign_verify_detached(signature.data(), message.data(), message.size(), key.data()) == 0;
}

Bytes seal_to(const BoxPublicKey& recipient, ByteView secret) {
    Bytes out(secret.size() + crypto_box_SEALBYTES);
    if (crypto_box_seal(out.data(), secret.data(), secret.size(), recipient.data()) != 0) {
        throw std::invalid_argument("seal_to: not a usable X25519 public key");
    }
    return out;
}

Result<SecretBytes> open_sealed(const BoxKeyPair& recipient, ByteView box) {
    if (box.size() < crypto_box_SEALBYTES) return fail(Errc::bad_key, "sealed box is too short");
    SecretBytes out(box.size() - crypto_box_SEALBYTES);
    const int failed =
        crypto_box_seal_open(out.expose_secret_for_writing().data(), box.data(), box.size(),
                             recipient.public_key.data(), recipient.secret_key.expose_secret().data());
    if (failed != 0) return fail(Errc::bad_key, "sealed box does not open");
    return out;
}

}  // namespace hotline::crypto
