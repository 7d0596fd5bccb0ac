#include "tests/unit/http/http_fixture.hpp"

#include <gtest/gtest.h>

namespace hotline::http {
namespace {

using test::get;
using test::RawClient;
using MalformedTest = test::HttpTest;
using namespace std::string_literals;

struct Case {
    const char* what;
    std::string bytes;
    unsigned status;
};

std::string request(std::string_view fields, std::string_view body = "") {
    return "POST /upload HTTP/1.1\r\nHost: x\r\n" + std::string(fields) + "\r\n" + std::string(body);
}

const std::vector<Case>& cases() {
    static const std::vector<Case> table{
        {"length and chunked", request("Content-Length: 3\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n"),
         400},
        {"chunked and length", request("Transfer-Encoding: chunked\r\nContent-Length: 3\r\n", "0\r\n\r\n"),
         400},
        {"two lengths", request("Content-Length: 3\r\nContent-Length: 3\r\n", "abc"), 400},
        {"two different lengths", request("Content-Length: 3\r\nContent-Length: 4\r\n", "abcd"), 400},
        {"a list of lengths", request("Content-Length: 3, 3\r\n", "abc"), 400},
        {"a signed length", request("Content-Length: +3\r\n", "abc"), 400},
        {"a negative length", request("Content-Length: -3\r\n", "abc"), 400},
        {"an endless length", request("Content-Length: 99999999999999999999999\r\n", "abc"), 400},
        {"a space before the colon", request("Content-Length : 3\r\n", "abc"), 400},
        {"another coding", request("Transfer-Encoding: gzip\r\n", "abc"), 400},
        {"a second coding", request("Transfer-Encoding: gzip, chunked\r\n", "0\r\n\r\n"), 400},
        {"chunked twice",
         request("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n"), 400},
        {"chunked in HTTP/1.0", "POST /upload HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400},
        {"a chunk without a size", request("Transfer-Encoding: chunked\r\n", "\r\nabc\r\n0\r\n\r\n"), 400},
        {"a chunk size that is no number", request("Transfer-Encoding: chunked\r\n", "zz\r\nabc\r\n"), 400},
        {"a chunk longer than its size", request("Transfer-Encoding: chunked\r\n", "2\r\nabc\r\n0\r\n\r\n"),
         400},
        {"a chunk size beyond 64 bits", request("Transfer-Encoding: chunked\r\n", "fffffffffffffffff\r\nabc"),
         400},
        {"no host", "GET /hello HTTP/1.1\r\n\r\n", 400},
        {"two hosts", "GET /hello HTTP/1.1\r\nHost: x\r\nHost: x\r\n\r\n", 400},
        {"two authorizations", "GET /me HTTP/1.1\r\nHost: x\r\nAuthorization: a\r\nAuthorization: b\r\n\r\n",
         400},
        {"two cookies", "GET /me HTTP/1.1\r\nHost: x\r\nCookie: a=1\r\nCookie: b=2\r\n\r\n", 400},
        {"absolute form", "GET http://x/hello HTTP/1.1\r\nHost: x\r\n\r\n", 400},
        {"no slash", "GET hello HTTP/1.1\r\nHost: x\r\n\r\n", 400},
        {"authority form", "GET x:80 HTTP/1.1\r\nHost: x\r\n\r\n", 400},
        {"two slashes", "GET //hello HTTP/1.1\r\nHost: x\r\n\r\n", 400},
        {"an encoded slash", "GET /params/a%2Fb HTTP/1.1\r\nHost: x\r\n\r\n", 400},
        {"dots", "GET /params/../hello HTTP/1.1\r\nHost: x\r\n\r\n", 400},
        {"encoded NUL", "GET /hello%00 HTTP/1.1\r\nHost: x\r\n\r\n", 400},
        {"raw NUL", "GET /hel\0lo HTTP/1.1\r\nHost: x\r\n\r\n"s, 400},
        {"NUL in a field", "GET /hello HTTP/1.1\r\nHost: x\r\nA: \0\r\n\r\n"s, 400},
        {"a broken escape", "GET /hello%4 HTTP/1.1\r\nHost: x\r\n\r\n", 400},
        {"bytes that are not UTF-8", "GET /params/%C4%41 HTTP/1.1\r\nHost: x\r\n\r\n", 400},
        {"a fragment", "GET /hello#top HTTP/1.1\r\nHost: x\r\n\r\n", 400},
        {"a bare line feed", "GET /hello HTTP/1.1\nHost: x\n\n", 400},
        {"a field without a colon", "GET /hello HTTP/1.1\r\nHost: x\r\nnonsense\r\n\r\n", 400},
        {"a field without a name", "GET /hello HTTP/1.1\r\nHost: x\r\n: x\r\n\r\n", 400},
        {"no version", "GET /hello\r\nHost: x\r\n\r\n", 400},
        {"two spaces", "GET  /hello HTTP/1.1\r\nHost: x\r\n\r\n", 400},
        {"a TLS hello", "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n"s, 400},
        {"HTTP/2 by prior knowledge", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 505},
        {"a version to come", "GET /hello HTTP/1.2\r\nHost: x\r\n\r\n", 505},
        {"an unknown method", "GETT /hello HTTP/1.1\r\nHost: x\r\n\r\n", 501},
        {"a body for GET", "GET /hello HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabc", 413},
    };
    return table;
}

TEST_F(MalformedTest, EachIsRefusedAndTheServerLives) {
    start();
    for (const Case& each : cases()) {
        SCOPED_TRACE(each.what);
        RawClient client(port());
        client.send(each.bytes);
        client.end_sending();
        const auto answer = client.receive();
        EXPECT_TRUE(answer.has_value());
        if (answer) EXPECT_EQ(answer->status, each.status);
        if (answer) EXPECT_EQ(answer->header("Content-Type"), "application/problem+json");
        EXPECT_TRUE(client.closed()) << "bytes after an ill-formed request must not become another request";
    }
    EXPECT_EQ(handled, 0);
    EXPECT_EQ(get(port(), "/hello")->status, 200U);
}

// ASVS 5.0.0: 4.2.1
TEST_F(MalformedTest, ASmuggledRequestIsNotServed) {
    start();
    RawClient client(port());
    client.send(
        "POST /upload HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n"
        "0\r\n\r\nPOST /upload HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n");
    EXPECT_EQ(client.receive()->status, 400U);
    EXPECT_TRUE(client.closed());
    EXPECT_EQ(handled, 0);
}

TEST_F(MalformedTest, AClientThatGoesAwayInTheMiddleIsForgotten) {
    start();
    for (const char* part : {"", "G", "GET /hello HTTP/1.1\r\nHo",
                             "POST /upload HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nab"}) {
        RawClient client(port());
        client.send(part);
        client.close();
    }
    EXPECT_TRUE(
        eventually([this] { return listener->stats().accepted == 4 && listener->stats().connections == 0; }));
    EXPECT_EQ(handled, 0);
}

}  // namespace
}  // namespace hotline::http
