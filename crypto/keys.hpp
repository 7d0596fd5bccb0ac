#pragma once

#include "crypto/secret.hpp"

#include <string_view>

namespace hotline::crypto {

using Kid = FixedBytes<8, struct KidTag>;                    ///< key id: first 8 bytes of a labelled hash
using BoxPublicKey = FixedBytes<32, struct BoxPublicTag>;    ///< X25519
using SignPublicKey = FixedBytes<32, struct SignPublicTag>;  ///< Ed25519
using Signature = FixedBytes<64, struct SignatureTag>;       ///< Ed25519
using BoxSecretKey = SecretFixed<32, struct BoxSecretTag>;
using SignSecretKey = SecretFixed<64, struct SignSecretTag>;  ///< libsodium form: seed ‖ public key
using SignSeed = SecretFixed<32, struct SignSeedTag>;
using DataKey = SecretFixed<32, struct DataKeyTag>;  ///< one per case and compartment (DEK)
/// A symmetric key that wraps data keys: K_unit or K_citizen (algorithms 03 and 04).
using WrapKey = SecretFixed<32, struct WrapKeyTag>;

struct BoxKeyPair {
    BoxPublicKey public_key;
    BoxSecretKey secret_key;
};
struct SignKeyPair {
    SignPublicKey public_key;
    SignSecretKey secret_key;
};

[[nodiscard]] BoxKeyPair make_box_key_pair();
[[nodiscard]] SignKeyPair make_sign_key_pair();
/// The pair that grows from a seed; deterministic.
[[nodiscard]] SignKeyPair sign_key_pair_from_seed(const SignSeed& seed);
/// The public half of an X25519 secret key.
[[nodiscard]] BoxPublicKey public_key_of(const BoxSecretKey& secret_key);

/// BLAKE2b-256("1022/kid/v1" ‖ pk)[0..7].
[[nodiscard]] Kid kid_of(const BoxPublicKey& public_key) noexcept;
/// crypto_kdf(DEK, 3, "1022-kid")[0..7].
[[nodiscard]] Kid kid_of(const DataKey& data_key) noexcept;
/// K_unit = BLAKE2b-256(key = unit secret key, "1022/unit/v1").
[[nodiscard]] WrapKey unit_wrap_key(const BoxSecretKey& unit_secret_key) noexcept;

/// Ed25519 over `label ‖ 00 ‖ message`; the label ends in "/v1" and is used for one purpose only.
[[nodiscard]] Signature sign(const SignSecretKey& key, std::string_view label, ByteView message) noexcept;
[[nodiscard]] bool verify(const SignPublicKey& key, std::string_view label, ByteView message,
                          const Signature& signature) noexcept;
/// Ed25519 over the bare message, for formats of others (signed notes).
[[nodiscard]] Signature sign_bare(const SignSecretKey& key, ByteView message) noexcept;
[[nodiscard]] bool verify_bare(const SignPublicKey& key, ByteView message,
                               const Signature& signature) noexcept;

/// Seals a secret to a public key (crypto_box_seal): how unit secrets reach members. 48 bytes longer.
[[nodiscard]] Bytes seal_to(const BoxPublicKey& recipient, ByteView secret);
/// Errors: bad_key when the box is not for this pair or was changed.
[[nodiscard]] Result<SecretBytes> open_sealed(const BoxKeyPair& recipient, ByteView box);

}  // namespace hotline::crypto
