#pragma once

#include "crypto/result.hpp"

#include <boost/asio/ip/address.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace hotline::http {

/// The reverse proxies whose X-Forwarded-For is believed. From anybody else the field means nothing: a client
/// could write there what it likes. Immutable.
class TrustedProxies {
public:
    /// Trusts nobody.
    TrustedProxies() = default;
    /// @param networks  addresses or networks: "127.0.0.1", "10.0.0.0/8", "fd00::/8". Errors: bad_input.
    [[nodiscard]] static Result<TrustedProxies> parse(const std::vector<std::string>& networks);

    /// Who really asks: from the right, the first address that no trusted proxy has; the peer itself when it
    /// is not trusted, or where the list holds something that is not an address.
    /// @param forwarded_for  the values of all X-Forwarded-For fields in order
    [[nodiscard]] boost::asio::ip::address client_of(
        const boost::asio::ip::address& peer, const std::vector<std::string_view>& forwarded_for) const;

private:
    struct Network {
        boost::asio::ip::address_v6 base;  ///< IPv4 as mapped
        unsigned prefix = 128;             ///< of the mapped form
    };
    [[nodiscard]] bool trusts(const boost::asio::ip::address& address) const;
    std::vector<Network> networks_;
};

}  // namespace hotline::http
