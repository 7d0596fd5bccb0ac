#include "tests/unit/http/http_fixture.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace hotline::http {
namespace {

using test::ask;
using test::get;
using test::RawClient;
using ::testing::HasSubstr;
using ::testing::Not;
using ConnectionTest = test::HttpTest;

std::string post(std::string_view path, std::string_view body, std::string_view more = "") {
    return "POST " + std::string(path) + " HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n" +
           std::string(more) + "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" +
           std::string(body);
}

TEST_F(ConnectionTest, ReportsTheRealPortAndAnswers) {
    start();
    EXPECT_NE(port(), 0);
    const auto answer = get(port(), "/hello");
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->status, 200U);
    EXPECT_TRUE(answer->body.starts_with("xin chào "));
    EXPECT_EQ(answer->header("X-Request-Id"), answer->body.substr(std::string("xin chào ").size()));
    EXPECT_EQ(answer->header("Connection"), "close");
    EXPECT_TRUE(answer->header("Date").ends_with(" GMT"));
}

TEST_F(ConnectionTest, APortInUseIsBusyAndANameIsBadInput) {
    start();
    options.port = port();
    EXPECT_EQ(Listener::open(io, &router, options).error().code, Errc::busy);
    options.host = "localhost.example";
    EXPECT_EQ(Listener::open(io, &router, options).error().code, Errc::bad_input);
}

TEST_F(ConnectionTest, KeepsTheConnectionForMoreRequests) {
    start();
    RawClient client(port());
    for (int i = 0; i < 5; ++i) {
        client.send(post("/echo", std::to_string(i)));
        EXPECT_EQ(client.receive()->body, std::to_string(i));
    }
    EXPECT_EQ(listener->stats().accepted, 1U);
}

TEST_F(ConnectionTest, PipelinedRequestsAreAnsweredInOrder) {
    start();
    RawClient client(port());
    std::string all;
    for (int i = 0; i < 50; ++i) all += post("/echo", std::to_string(i));
    client.send(all + "\r\n\r\n" + "GET /hello HTTP/1.1\r\nHost: x\r\n\r\n");
    for (int i = 0; i < 50; ++i) {
        const auto answer = client.receive();
        ASSERT_TRUE(answer);
        EXPECT_EQ(answer->body, std::to_string(i));
    }
    EXPECT_TRUE(client.receive()->body.starts_with("xin chào"));
}

TEST_F(ConnectionTest, ARequestMayComeByteByByte) {
    start();
    RawClient client(port());
    for (const char c : post("/echo", "\"từng byte\"")) client.send({&c, 1});
    EXPECT_EQ(client.receive()->body, "\"từng byte\"");
}

TEST_F(ConnectionTest, ChunkedBodiesAreJoinedAndTrailersIgnored) {
    start();
    RawClient client(port());
    client.send(
        "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Type: application/json; charset=utf-8\r\n"
        "Transfer-Encoding: chunked\r\n\r\n3;ext=1\r\n\"ab\r\n2\r\nc\"\r\n0\r\nHost: evil\r\n\r\n");
    EXPECT_EQ(client.receive()->body, "\"abc\"");
    client.send("GET /hello HTTP/1.1\r\nHost: x\r\n\r\n");
    EXPECT_EQ(client.receive()->status, 200U);
}

// ASVS 5.0.0: 4.2.2
TEST_F(ConnectionTest, HeadHasTheHeaderOfGetWithoutABody) {
    start();
    RawClient client(port());
    client.send("HEAD /hello HTTP/1.1\r\nHost: x\r\n\r\n");
    const auto head = client.receive(true);
    EXPECT_EQ(head->status, 200U);
    EXPECT_NE(head->header("Content-Length"), "0");
    client.send("GET /hello HTTP/1.1\r\nHost: x\r\n\r\n");
    EXPECT_EQ(client.receive()->status, 200U);
}

TEST_F(ConnectionTest, Http10IsAnsweredAndClosedUnlessKeepAliveIsAsked) {
    start();
    RawClient closing(port());
    closing.send("GET /hello HTTP/1.0\r\n\r\n");
    EXPECT_THAT(closing.receive_all(), HasSubstr("HTTP/1.1 200 OK\r\n"));
    RawClient staying(port());
    for (int i = 0; i < 2; ++i) {
        staying.send("GET /hello HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
        EXPECT_EQ(staying.receive()->header("Connection"), "keep-alive");
    }
}

TEST_F(ConnectionTest, TheClientIsToldToContinueOnlyAfterAdmission) {
    start();
    RawClient client(port());
    client.send(
        "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
        "Expect: 100-continue\r\nContent-Length: 2\r\n\r\n");
    EXPECT_EQ(client.receive()->status, 100U);
    client.send("42");
    EXPECT_EQ(client.receive()->body, "42");
    const auto hidden =
        ask(port(), "POST /hidden HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n");
    EXPECT_EQ(hidden->status, 404U);
    const auto other = ask(port(),
                           "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                           "Expect: tea\r\nContent-Length: 2\r\n\r\n42");
    EXPECT_EQ(other->status, 417U);
}

TEST_F(ConnectionTest, RightsAreDecidedBeforeTheBodyIsRead) {
    start();
    RawClient client(port());
    client.send("POST /hidden HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n");  // the body never comes
    const auto answer = client.receive();
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->status, 404U);
    EXPECT_EQ(answer->header("Connection"), "close");
}

TEST_F(ConnectionTest, ARefusedBodyThatCameWithItsHeaderDoesNotCostTheConnection) {
    start();
    RawClient client(port());
    client.send(post("/hidden", "{}") + post("/nowhere", "{}") + post("/echo", "1"));
    EXPECT_EQ(client.receive()->status, 404U);
    EXPECT_EQ(client.receive()->status, 404U);
    EXPECT_EQ(client.receive()->body, "1");
}

TEST_F(ConnectionTest, WhatAuthorizeFoundReachesTheHandler) {
    start();
    EXPECT_EQ(ask(port(), "GET /me HTTP/1.1\r\nHost: x\r\nAuthorization: bearer lan\r\n\r\n")->body, "lan");
    EXPECT_EQ(ask(port(), "GET /me HTTP/1.1\r\nHost: x\r\n\r\n")->body, "nobody");
}

TEST_F(ConnectionTest, ParametersAndQueriesAreDecoded) {
    start();
    EXPECT_EQ(get(port(), "/params/%C4%91?q=a%20b+c")->body, "đ|a b c");
    EXPECT_EQ(get(port(), "/params/x?other")->body, "x|none");
    EXPECT_EQ(get(port(), "/params/x?q=1&q=2")->status, 400U);
}

TEST_F(ConnectionTest, MethodsAndPathsThatDoNotExist) {
    start();
    const auto wrong = ask(port(), "DELETE /hello HTTP/1.1\r\nHost: x\r\n\r\n");
    EXPECT_EQ(wrong->status, 405U);
    EXPECT_EQ(wrong->header("Allow"), "GET, HEAD");
    EXPECT_EQ(get(port(), "/none")->status, 404U);
    EXPECT_EQ(ask(port(), "OPTIONS /hello HTTP/1.1\r\nHost: x\r\n\r\n")->status, 501U);
    EXPECT_EQ(ask(port(), "BREW /hello HTTP/1.1\r\nHost: x\r\n\r\n")->status, 501U);
}

TEST_F(ConnectionTest, JsonRoutesWantJson) {
    start();
    EXPECT_EQ(ask(port(), "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n42")->status, 415U);
    EXPECT_EQ(ask(port(),
                  "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Type: text/plain\r\nContent-Length: 2\r\n\r\n42")
                  ->status,
              415U);
}

TEST_F(ConnectionTest, ProblemsAreInVietnameseUnlessEnglishIsPreferred) {
    start();
    const auto vietnamese = ask(port(), "PUT /conflict HTTP/1.1\r\nHost: x\r\n\r\n");
    EXPECT_EQ(vietnamese->header("Content-Type"), "application/problem+json");
    EXPECT_THAT(vietnamese->body, HasSubstr("Hồ sơ đã thay đổi"));
    EXPECT_THAT(vietnamese->body, HasSubstr("\"version\":7"));
    EXPECT_THAT(vietnamese->body, HasSubstr("\"instance\":\"" + vietnamese->header("X-Request-Id") + "\""));
    EXPECT_THAT(vietnamese->body, Not(HasSubstr("row changed")));
    const auto english = ask(port(), "PUT /conflict HTTP/1.1\r\nHost: x\r\nAccept-Language: en\r\n\r\n");
    EXPECT_THAT(english->body, HasSubstr("Somebody changed it"));
}

// ASVS 5.0.0: 16.5.1, 16.5.4
TEST_F(ConnectionTest, AnExceptionIsAnInternalErrorAndTheServerGoesOn) {
    start();
    RawClient client(port());
    client.send("GET /boom HTTP/1.1\r\nHost: x\r\n\r\nGET /hello HTTP/1.1\r\nHost: x\r\n\r\n");
    EXPECT_EQ(client.receive()->status, 500U);
    EXPECT_EQ(client.receive()->status, 200U);
    EXPECT_THAT(log_text(), Not(HasSubstr("marker-of-personal-data")));
}

TEST_F(ConnectionTest, AFailedRequestIsOneLogLineWithoutWhatWasAsked) {
    start();
    const auto answer =
        ask(port(), "GET /params/marker1//x?q=marker2 HTTP/1.1\r\nHost: x\r\nX-A: marker3\r\n\r\n");
    EXPECT_EQ(answer->status, 400U);
    const auto conflict =
        ask(port(), "PUT /conflict HTTP/1.1\r\nHost: x\r\nContent-Length: 7\r\n\r\nmarker4");
    EXPECT_EQ(conflict->status, 409U);
    const std::string log = log_text();
    EXPECT_EQ(std::ranges::count(log, '\n'), 2);
    EXPECT_THAT(log, Not(HasSubstr("marker")));
    EXPECT_THAT(
        log,
        HasSubstr(
            R"("method":"PUT","route":"/conflict","status":409,"error":"conflict","internal":"row changed","request_id":")" +
            conflict->header("X-Request-Id")));
}

TEST_F(ConnectionTest, RequestsAreCountedByRouteAndStatus) {
    ops::Metrics metrics;
    options.metrics = &metrics;
    start();
    get(port(), "/hello");
    get(port(), "/none");
    EXPECT_THAT(metrics.exposition(),
                HasSubstr(R"(hotline_http_requests_total{route="hello",status="200"} 1)"));
    EXPECT_THAT(metrics.exposition(),
                HasSubstr(R"(hotline_http_requests_total{route="none",status="404"} 1)"));
    stop(std::chrono::seconds(1));
    listener.reset();
}

}  // namespace
}  // namespace hotline::http
