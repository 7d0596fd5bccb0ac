#include "server/access/passwords.hpp"

#include "server/redaction/text.hpp"

namespace hotline::access {

boost::asio::awaitable<Result<crypto::PasswordKeys>> Passwords::derive(SecretBytes password, Salt16 salt,
                                                                       UserId user, crypto::PasswordCost cost,
                                                                       std::string lane) {
    Result<SecretBytes> nfc = redaction::to_nfc(password.expose_text());
    if (!nfc) co_return nfc.error();
    co_return co_await ops::run_blocking(
        pool_,
        [secret = *std::move(nfc), salt, user, cost] {
            return crypto::derive_password_keys(secret.expose_text(), salt, user, cost);
        },
        std::move(lane));
}

boost::asio::awaitable<Result<vault::DerivedPassword>> Passwords::derive_new(SecretBytes password,
                                                                             UserId user, std::string lane) {
    const Salt16 salt = random_fixed<Salt16>();
    Result<crypto::PasswordKeys> keys =
        co_await derive(std::move(password), salt, user, cost_, std::move(lane));
    if (!keys) co_return keys.error();
    co_return vault::DerivedPassword{salt, cost_, *std::move(keys)};
}

}  // namespace hotline::access
