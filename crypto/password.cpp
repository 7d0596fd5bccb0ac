#include "crypto/password.hpp"

#include <sodium.h>

namespace hotline::crypto {
namespace {

static_assert(crypto_pwhash_argon2id_SALTBYTES == Salt16::size);

constexpr std::uint32_t kMaxPasses = 16;
constexpr std::uint32_t kMinMemoryKib = 8 * 1024;
constexpr std::uint32_t kMaxMemoryKib = 1024 * 1024;

bool allowed(const PasswordCost& cost) noexcept {
    return cost.passes >= 1 && cost.passes <= kMaxPasses && cost.memory_kib >= kMinMemoryKib &&
           cost.memory_kib <= kMaxMemoryKib;
}

}  // namespace

Result<PasswordKeys> derive_password_keys(std::string_view password_nfc, const Salt16& salt,
                                          const UserId& user, const PasswordCost& cost) {
    if (!allowed(cost)) return fail(Errc::bad_input, "password cost out of bounds");
    SecretFixed<64, struct PasswordHashTag> hash;
    const std::span out = hash.expose_secret_for_writing();
    const int failed =
        crypto_pwhash(out.data(), out.size(), password_nfc.data(), password_nfc.size(), salt.data(),
                      cost.passes, std::size_t{cost.memory_kib} * 1024, crypto_pwhash_ALG_ARGON2ID13);
    if (failed != 0) return fail(Errc::busy, "no memory for Argon2id");
    return PasswordKeys{.auth = blake2b(hash.expose_secret().first<32>(), {as_bytes("1022/auth/v1")}),
                        .kek = derive_secret<KeyEncryptionKey>(hash.expose_secret().last<32>(),
                                                               {as_bytes("1022/kek/v1"), user.view()})};
}

}  // namespace hotline::crypto
