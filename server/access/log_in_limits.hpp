#pragma once

#include "server/access/rate_limiter.hpp"

#include <boost/asio/ip/address.hpp>
#include <deque>
#include <set>

namespace hotline::access {

/// The address a limit counts by: an IPv4 address, or the /64 network of an IPv6 one, which is what one
/// subscriber is given.
[[nodiscard]] std::string limit_key(const boost::asio::ip::address& address);

/// How often somebody may try to prove who he is. Every attempt takes a token of its account and of its
/// address; a success gives both back, so only failures count. A pair of account and address that succeeded
/// before has tokens of its own: strangers' failures never keep a member out of where he works. Counts live
/// in this process's memory and are bounded. Thread-safe.
class LogInLimits {
public:
    using Now = std::chrono::steady_clock::time_point;

    /// False when this attempt must wait. The name counts whether or not there is such an account.
    [[nodiscard]] bool allow(std::string_view account, std::string_view address, Now now);
    void succeeded(std::string_view account, std::string_view address);
    /// Attempts that prove something within a session: a second factor, the password again.
    [[nodiscard]] bool allow_proof(std::string_view user, Now now) { return proofs_.allow(user, now); }
    void proved(std::string_view user) { proofs_.give_back(user); }

private:
    static constexpr std::size_t kKnownPairs = 16384;  // then the oldest is forgotten

    RateLimiter accounts_{{.per_minute = 6, .burst = 50}};
    RateLimiter addresses_{{.per_minute = 60, .burst = 200}};
    RateLimiter pairs_{{.per_minute = 6, .burst = 20}};
    RateLimiter proofs_{{.per_minute = 1, .burst = 10}};
    std::mutex mutex_;  // guards what is below
    std::set<std::string, std::less<>> known_;
    std::deque<std::string> in_order_;
};

}  // namespace hotline::access
