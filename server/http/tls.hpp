#pragma once

#include "crypto/bytes.hpp"
#include "crypto/secret.hpp"

#include <boost/asio/ssl/context.hpp>
#include <chrono>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace hotline::http {

/// TLS 1.3 and 1.2 for a server: ECDHE with AEAD only, no compression, no renegotiation, no session tickets.
using TlsContext = boost::asio::ssl::context;

/// @param certificate_chain_pem  the leaf first
/// @param key_pem                PKCS#8 or SEC1, not encrypted
/// Errors: bad_input when either does not parse or they do not fit together.
[[nodiscard]] Result<std::shared_ptr<TlsContext>> make_tls_context(std::string_view certificate_chain_pem,
                                                                   ByteView key_pem);

struct SelfSigned {
    std::string certificate_pem;
    SecretBytes key_pem;
};

/// A new EC P-256 key and a certificate for it, for `init` and for tests.
/// @param names  DNS names or IP addresses for subjectAltName, at least one, e.g. {"localhost", "127.0.0.1"}
/// Errors: bad_input (no names), internal (OpenSSL refused).
[[nodiscard]] Result<SelfSigned> make_self_signed(const std::vector<std::string>& names,
                                                  std::chrono::days validity);

}  // namespace hotline::http
