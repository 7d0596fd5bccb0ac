#pragma once

#include "crypto/note.hpp"

#include <algorithm>
#include <string>
#include <vector>

/// The keys that the seeds in corpus/ were made with (tests/vectors/make/good.mjs, seeds).
namespace hotline::fuzz {

template <class Secret>
[[nodiscard]] Secret secret_named(std::string_view name) {
    return derive_secret<Secret>({}, {as_bytes(name)});
}

[[nodiscard]] inline crypto::BoxKeyPair box_pair_named(std::string_view name) {
    crypto::BoxKeyPair pair{.public_key = {}, .secret_key = secret_named<crypto::BoxSecretKey>(name)};
    pair.public_key = crypto::public_key_of(pair.secret_key);
    return pair;
}

[[nodiscard]] inline crypto::NoteSigner signer_with_seed(std::string name, std::uint8_t seed_byte) {
    crypto::SignSeed seed;
    std::ranges::fill(seed.expose_secret_for_writing(), seed_byte);
    return {.name = std::move(name), .pair = crypto::sign_key_pair_from_seed(seed)};
}

[[nodiscard]] inline std::vector<crypto::NoteVerifier> log_and_witness() {
    return {crypto::verifier_of(signer_with_seed("hotline.example/log1", 1)),
            crypto::cosigner_verifier_of(signer_with_seed("witness.example/w1", 2))};
}

}  // namespace hotline::fuzz
