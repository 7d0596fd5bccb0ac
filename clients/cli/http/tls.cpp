#include "clients/cli/http/tls.hpp"

#include <array>
#include <boost/asio/ip/address.hpp>
#include <boost/asio/ssl/verify_mode.hpp>
#include <fmt/format.h>
#include <memory>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include "clients/cli/messages.hpp"
#include "crypto/bytes.hpp"

namespace hotline::cli {
namespace {

namespace ssl = boost::asio::ssl;

bool is_ip_address(const std::string& host) {
    boost::system::error_code ec;
    boost::asio::ip::make_address(host, ec);
    return !ec;
}

/// SHA-256 of the certificate's DER bytes in lower-case hexadecimal; empty when the server showed none.
std::string fingerprint(SSL& connection) {
    const std::unique_ptr<X509, decltype(&X509_free)> certificate(SSL_get1_peer_certificate(&connection),
                                                                  X509_free);
    std::array<std::uint8_t, Hash32::size> digest{};
    unsigned size = 0;
    if (!certificate || X509_digest(certificate.get(), EVP_sha256(), digest.data(), &size) != 1) return {};
    return to_hex(digest);
}

}  // namespace

Outcome<void> trust_servers(ssl::context& context, const Trust& trust) {
    SSL_CTX_set_min_proto_version(context.native_handle(), TLS1_2_VERSION);
    if (!trust.pin.empty()) {
        // check_pin decides before the first byte is sent; the handshake proves possession of the key.
        context.set_verify_mode(ssl::verify_none);
        return {};
    }
    boost::system::error_code ec;
    context.set_verify_mode(ssl::verify_peer);
    context.set_default_verify_paths(ec);
    if (!trust.ca_file.empty()) context.load_verify_file(trust.ca_file, ec);
    if (ec) return Failure{ExitCode::failed, fmt::format(msg::kCannotRead, trust.ca_file)};
    return {};
}

void expect_host(SSL& connection, const std::string& host, const Trust& trust) {
    const bool address = is_ip_address(host);
    if (!address) SSL_set_tlsext_host_name(&connection, host.c_str());
    if (!trust.pin.empty()) return;
    if (address) {
        X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(&connection), host.c_str());
    } else {
        SSL_set1_host(&connection, host.c_str());
    }
}

bool is_certificate_problem(SSL& connection, const boost::system::error_code& ec) {
    return ec.category() == boost::asio::error::get_ssl_category() &&
           SSL_get_verify_result(&connection) != X509_V_OK;
}

Outcome<void> check_pin(SSL& connection, const Trust& trust) {
    if (trust.pin.empty()) return {};
    const std::string found = fingerprint(connection);
    if (found == trust.pin) return {};
    return Failure{ExitCode::failed, fmt::format(msg::kPinDiffers, found)};
}

}  // namespace hotline::cli
