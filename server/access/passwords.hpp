#pragma once

#include "server/ops/blocking_pool.hpp"
#include "server/vault/user_keys.hpp"

#include <boost/asio/awaitable.hpp>
#include <string>

namespace hotline::access {

/// Argon2id on a pool of its own: few at a time, in turn for each address, never on an I/O thread. Passwords
/// are brought to NFC here, since the same one typed on two systems differs in bytes. Thread-safe. Created by
/// the composition root; borrows the pool.
class Passwords {
public:
    Passwords(ops::BlockingPool* pool, crypto::PasswordCost cost) noexcept : pool_(pool), cost_(cost) {}

    /// The cost of new slots.
    [[nodiscard]] const crypto::PasswordCost& cost() const noexcept { return cost_; }
    /// One run over a password as it was typed. @param lane  the caller's address
    /// Errors: bad_input (not UTF-8), busy (too many wait).
    [[nodiscard]] boost::asio::awaitable<Result<crypto::PasswordKeys>> derive(SecretBytes password,
                                                                              Salt16 salt, UserId user,
                                                                              crypto::PasswordCost cost,
                                                                              std::string lane);
    /// The same for a new slot: fresh salt, current cost.
    [[nodiscard]] boost::asio::awaitable<Result<vault::DerivedPassword>> derive_new(SecretBytes password,
                                                                                    UserId user,
                                                                                    std::string lane);

private:
    ops::BlockingPool* pool_;
    crypto::PasswordCost cost_;
};

}  // namespace hotline::access
