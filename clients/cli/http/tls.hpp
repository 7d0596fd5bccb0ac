#pragma once

#include <boost/asio/ssl/context.hpp>
#include <boost/system/error_code.hpp>
#include <string>

#include "clients/cli/http/connection.hpp"

namespace hotline::cli {

/// Sets TLS 1.3 (1.2 at least), the system's store and the CA file. With a pin the chain is not asked.
/// Failures: failed (CA file not readable).
[[nodiscard]] Outcome<void> trust_servers(boost::asio::ssl::context& context, const Trust& trust);
/// The name that the certificate must be for; sent to the server too, unless it is an IP address.
void expect_host(SSL& connection, const std::string& host, const Trust& trust);
/// Whether a failed handshake failed over the certificate, so that trying again is of no use.
[[nodiscard]] bool is_certificate_problem(SSL& connection, const boost::system::error_code& ec);
/// After the handshake: the server's certificate is the pinned one. Failures: failed.
[[nodiscard]] Outcome<void> check_pin(SSL& connection, const Trust& trust);

}  // namespace hotline::cli
