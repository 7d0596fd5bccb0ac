#include "server/http/tls.hpp"

#include <algorithm>
#include <boost/asio/buffer.hpp>
#include <openssl/ssl.h>
#include <span>

namespace hotline::http {
namespace {

namespace ssl = boost::asio::ssl;
using ErrorCode = boost::system::error_code;

constexpr unsigned char kHttp11[] = "\x08http/1.1";

/// Agrees on HTTP/1.1 when the client offers it and says nothing otherwise.
int choose_protocol(SSL*, const unsigned char** out, unsigned char* out_size, const unsigned char* offered,
                    unsigned int offered_size, void*) {
    unsigned char* chosen = nullptr;
    const int outcome =
        SSL_select_next_proto(&chosen, out_size, kHttp11, sizeof(kHttp11) - 1, offered, offered_size);
    if (outcome != OPENSSL_NPN_NEGOTIATED) return SSL_TLSEXT_ERR_NOACK;
    *out = chosen;
    return SSL_TLSEXT_ERR_OK;
}

/// False when this OpenSSL refuses a setting.
bool harden(SSL_CTX* context) {
    SSL_CTX_set_options(context, SSL_OP_NO_COMPRESSION | SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_TICKET |
                                     SSL_OP_CIPHER_SERVER_PREFERENCE | SSL_OP_CLEANSE_PLAINTEXT);
    // A stolen ticket key would open recorded sessions; a handshake costs half a millisecond.
    SSL_CTX_set_num_tickets(context, 0);
    SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);
    SSL_CTX_set_mode(context, SSL_MODE_RELEASE_BUFFERS);
    SSL_CTX_set_alpn_select_cb(context, choose_protocol, nullptr);
    return SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION) == 1 &&
           SSL_CTX_set_cipher_list(context, "ECDHE+AESGCM:ECDHE+CHACHA20") == 1 &&
           SSL_CTX_set_ciphersuites(
               context, "TLS_AES_128_GCM_SHA256:TLS_AES_256_GCM_SHA384:TLS_CHACHA20_POLY1305_SHA256") == 1 &&
           SSL_CTX_set1_groups_list(context, "X25519:P-256:P-384") == 1;
}

}  // namespace

Result<std::shared_ptr<TlsContext>> make_tls_context(std::string_view certificate_chain_pem,
                                                     ByteView key_pem) {
    auto context = std::make_shared<TlsContext>(ssl::context::tls_server);
    if (!harden(context->native_handle())) return fail(Errc::internal, "OpenSSL refuses the TLS settings");
    ErrorCode ec;
    context->use_certificate_chain(
        boost::asio::buffer(certificate_chain_pem.data(), certificate_chain_pem.size()), ec);
    if (ec) return fail(Errc::bad_input, "the TLS certificate chain cannot be read");
    context->use_private_key(boost::asio::buffer(key_pem.data(), key_pem.size()), ssl::context::pem, ec);
    if (ec) return fail(Errc::bad_input, "the TLS key cannot be read or does not fit the certificate");
    if (SSL_CTX_check_private_key(context->native_handle()) != 1) {
        return fail(Errc::bad_input, "the TLS key does not fit the certificate");
    }
    return context;
}

}  // namespace hotline::http
