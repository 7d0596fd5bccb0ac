#include "server/http/tls.hpp"

#include "tests/unit/http/http_fixture.hpp"

#include <boost/asio/ssl/stream.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

namespace hotline::http {
namespace {

namespace asio = boost::asio;
namespace ssl = asio::ssl;
using ::testing::HasSubstr;

class TlsTest : public test::HttpTest {
protected:
    TlsTest() : client_context_(ssl::context::tls_client) {
        auto made = make_self_signed({"localhost", "127.0.0.1"}, std::chrono::days(2));
        EXPECT_TRUE(made);
        certificate_ = made->certificate_pem;
        auto context = make_tls_context(certificate_, made->key_pem.expose_secret());
        EXPECT_TRUE(context);
        options.tls = *context;
        client_context_.add_certificate_authority(asio::buffer(certificate_));
        client_context_.set_verify_mode(ssl::verify_peer);
    }
    /// Shakes hands, then sends `request`; the answer up to its end, or the handshake's error.
    std::string talk(const std::string& request, std::string* protocol = nullptr) {
        asio::io_context client_io;
        ssl::stream<asio::ip::tcp::socket> stream(client_io, client_context_);
        stream.next_layer().connect({asio::ip::make_address("127.0.0.1"), port()});
        SSL_set1_host(stream.native_handle(), "localhost");
        boost::system::error_code ec;
        stream.handshake(ssl::stream_base::client, ec);
        if (ec) return "handshake: " + ec.message();
        if (protocol != nullptr) *protocol = SSL_get_version(stream.native_handle());
        asio::write(stream, asio::buffer(request), ec);
        std::string answer;
        asio::read(stream, asio::dynamic_buffer(answer), ec);
        clean_end_ = ec == asio::error::eof;
        return answer;
    }
    SSL_CTX* client() { return client_context_.native_handle(); }

    std::string certificate_;
    ssl::context client_context_;
    bool clean_end_ = false;
};

const std::string kGet = "GET /hello HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";

// ASVS 5.0.0: 12.3.1, 12.3.2
TEST_F(TlsTest, ServesOverTls13WithAVerifiedSelfSignedCertificate) {
    start();
    std::string protocol;
    const std::string answer = talk(kGet, &protocol);
    EXPECT_EQ(protocol, "TLSv1.3");
    EXPECT_THAT(answer, HasSubstr("HTTP/1.1 200 OK"));
    EXPECT_THAT(answer, HasSubstr("Strict-Transport-Security: max-age="));
    EXPECT_TRUE(clean_end_) << "no close_notify";
}

// ASVS 5.0.0: 12.1.2
TEST_F(TlsTest, ServesOverTls12WithEcdheAndAead) {
    start();
    SSL_CTX_set_max_proto_version(client(), TLS1_2_VERSION);
    std::string protocol;
    EXPECT_THAT(talk(kGet, &protocol), HasSubstr("200 OK"));
    EXPECT_EQ(protocol, "TLSv1.2");
}

// ASVS 5.0.0: 12.1.1, 12.1.2
TEST_F(TlsTest, RefusesOldProtocolsAndWeakSuites) {
    start();
    SSL_CTX_set_cipher_list(client(), "DEFAULT@SECLEVEL=0");
    SSL_CTX_set_min_proto_version(client(), TLS1_VERSION);
    SSL_CTX_set_max_proto_version(client(), TLS1_1_VERSION);
    EXPECT_THAT(talk(kGet), HasSubstr("handshake:"));
    SSL_CTX_set_max_proto_version(client(), TLS1_2_VERSION);
    for (const char* suite : {"ECDHE-ECDSA-AES128-SHA", "ECDHE-ECDSA-AES256-SHA384", "AES128-GCM-SHA256",
                              "ECDHE-ECDSA-AES128-CCM"}) {
        ASSERT_EQ(SSL_CTX_set_cipher_list(client(), (std::string(suite) + ":@SECLEVEL=0").c_str()), 1)
            << suite;
        EXPECT_THAT(talk(kGet), HasSubstr("handshake:")) << suite;
    }
    ASSERT_EQ(SSL_CTX_set_cipher_list(client(), "ECDHE-ECDSA-AES128-GCM-SHA256"), 1);
    EXPECT_THAT(talk(kGet), HasSubstr("200 OK"));
}

TEST_F(TlsTest, LargeBodiesPassBothWays) {
    start();
    const std::string body(900 * 1024, 'b');
    const std::string answer =
        talk("POST /upload HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: " +
             std::to_string(body.size()) + "\r\n\r\n" + body);
    EXPECT_TRUE(answer.ends_with(body));
}

TEST_F(TlsTest, PlainBytesOnATlsPortDoNotHarm) {
    start();
    test::RawClient client(port());
    client.send(kGet);
    client.receive_all();
    EXPECT_THAT(talk(kGet), HasSubstr("200 OK"));
}

TEST_F(TlsTest, AReplacedCertificateServesNewConnections) {
    start();
    auto other = make_self_signed({"localhost"}, std::chrono::days(2));
    auto context = make_tls_context(other->certificate_pem, other->key_pem.expose_secret());
    listener->replace_tls(*context);
    EXPECT_THAT(talk(kGet), HasSubstr("handshake:")) << "the old certificate still serves";
    client_context_ = ssl::context(ssl::context::tls_client);
    client_context_.set_verify_mode(ssl::verify_peer);
    client_context_.add_certificate_authority(asio::buffer(other->certificate_pem));
    EXPECT_THAT(talk(kGet), HasSubstr("200 OK"));
}

TEST_F(TlsTest, IdleTlsConnectionsEndWhenTheServerStops) {
    start();
    asio::io_context client_io;
    ssl::stream<asio::ip::tcp::socket> stream(client_io, client_context_);
    stream.next_layer().connect({asio::ip::make_address("127.0.0.1"), port()});
    stream.handshake(ssl::stream_base::client);
    options.limits.linger_time = std::chrono::milliseconds(100);
    stop(std::chrono::seconds(5));
    EXPECT_EQ(listener->stats().connections, 0U);
}

TEST(TlsContext, RefusesWhatDoesNotParseOrFit) {
    const auto one = make_self_signed({"localhost"}, std::chrono::days(1));
    const auto two = make_self_signed({"localhost"}, std::chrono::days(1));
    ASSERT_TRUE(one && two);
    EXPECT_EQ(make_tls_context("nonsense", one->key_pem.expose_secret()).error().code, Errc::bad_input);
    EXPECT_EQ(make_tls_context(one->certificate_pem, as_bytes("nonsense")).error().code, Errc::bad_input);
    EXPECT_EQ(make_tls_context(one->certificate_pem, two->key_pem.expose_secret()).error().code,
              Errc::bad_input);
    EXPECT_EQ(make_self_signed({}, std::chrono::days(1)).error().code, Errc::bad_input);
}

}  // namespace
}  // namespace hotline::http
