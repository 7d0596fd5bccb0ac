#include "tests/unit/http/http_fixture.hpp"

#include <gtest/gtest.h>
#include <sys/resource.h>
#include <unistd.h>
#include "server/ops/log.hpp"

namespace hotline::http {
namespace {

using test::ask;
using test::get;
using test::RawClient;
using namespace std::chrono_literals;
using LimitsTest = test::HttpTest;

TEST_F(LimitsTest, AHeaderOverTheBoundIs431) {
    options.limits.header_bytes = 1024;
    start();
    EXPECT_EQ(
        ask(port(), "GET /hello HTTP/1.1\r\nHost: x\r\nX-A: " + std::string(2000, 'a') + "\r\n\r\n")->status,
        431U);
    std::string many = "GET /hello HTTP/1.1\r\nHost: x\r\n";
    for (int i = 0; i < 200; ++i) many += "X-" + std::to_string(i) + ": 1\r\n";
    EXPECT_EQ(ask(port(), many + "\r\n")->status, 431U);
    RawClient endless(port());
    endless.send("GET /" + std::string(5000, 'a'));
    EXPECT_EQ(endless.receive()->status, 431U);
    EXPECT_EQ(get(port(), "/hello")->status, 200U);
}

TEST_F(LimitsTest, AHeaderInManySmallPiecesIsBoundedAsAWhole) {
    options.limits.header_bytes = 1024;
    options.limits.header_fields = 10'000;
    start();
    RawClient client(port());
    client.send("GET /hello HTTP/1.1\r\nHost: x\r\n");
    for (int i = 0; i < 300; ++i) client.send("X-" + std::to_string(i) + ": 1\r\n");
    EXPECT_EQ(client.receive()->status, 431U);
}

TEST_F(LimitsTest, TooManyFieldsAre431) {
    options.limits.header_fields = 5;
    start();
    EXPECT_EQ(ask(port(), "GET /hello HTTP/1.1\r\nHost: x\r\nA:1\r\nB:1\r\nC:1\r\nD:1\r\n\r\n")->status,
              200U);
    EXPECT_EQ(
        ask(port(), "GET /hello HTTP/1.1\r\nHost: x\r\nA:1\r\nB:1\r\nC:1\r\nD:1\r\nE:1\r\n\r\n")->status,
        431U);
}

TEST_F(LimitsTest, AnAnnouncedBodyOverTheBoundIsRefusedUnread) {
    start();
    RawClient client(port());
    client.send("POST /upload HTTP/1.1\r\nHost: x\r\nContent-Length: 104857600\r\n\r\n");
    const auto answer = client.receive();  // not one byte of the body was sent
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->status, 413U);
    EXPECT_EQ(handled, 0);
}

TEST_F(LimitsTest, AClientThatSendsItsRefusedBodyStillSeesTheAnswer) {
    start();
    RawClient client(port());
    client.send("POST /upload HTTP/1.1\r\nHost: x\r\nContent-Length: 4000000\r\n\r\n" +
                std::string(4'000'000, 'a'));
    const auto answer = client.receive();
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->status, 413U);
}

TEST_F(LimitsTest, AChunkedBodyOverTheBoundIs413) {
    options.limits.body_bytes = 1000;
    start();
    std::string body;
    for (int i = 0; i < 30; ++i) body += "64\r\n" + std::string(100, 'a') + "\r\n";
    EXPECT_EQ(ask(port(),
                  "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nTransfer-Encoding: "
                  "chunked\r\n\r\n" +
                      body)
                  ->status,
              413U);
    EXPECT_EQ(handled, 0);
}

TEST_F(LimitsTest, ARouteMayAllowMoreOrNoBody) {
    start();
    const std::string large(900 * 1024, 'a');
    RawClient client(port());
    client.send("POST /upload HTTP/1.1\r\nHost: x\r\nContent-Length: " + std::to_string(large.size()) +
                "\r\n\r\n" + large);
    EXPECT_EQ(client.receive()->body, large);
    EXPECT_EQ(ask(port(),
                  "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: "
                  "262145\r\n\r\n")
                  ->status,
              413U);
    EXPECT_EQ(ask(port(), "POST /bare HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\n\r\na")->status, 413U);
    EXPECT_EQ(ask(port(), "POST /bare HTTP/1.1\r\nHost: x\r\n\r\n")->status, 200U);
}

TEST_F(LimitsTest, ASlowHeaderIs408) {
    options.limits.header_time = 1s;
    start();
    RawClient client(port());
    client.send("GET /hello HTTP/1.1\r\n");
    const auto answer = client.receive();
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->status, 408U);
    EXPECT_TRUE(client.closed());
}

TEST_F(LimitsTest, ASlowBodyIs408) {
    options.limits.body_time = 1s;
    start();
    RawClient client(port());
    client.send("POST /upload HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nabc");
    const auto answer = client.receive();
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->status, 408U);
    EXPECT_EQ(handled, 0);
}

TEST_F(LimitsTest, AnIdleConnectionIsClosedWithoutAWord) {
    options.limits.idle_time = 1s;
    start();
    RawClient fresh(port());
    RawClient used(port());
    used.send("GET /hello HTTP/1.1\r\nHost: x\r\n\r\n");
    EXPECT_EQ(used.receive()->status, 200U);
    EXPECT_TRUE(used.closed());
    EXPECT_EQ(fresh.receive_all(), "");
}

TEST_F(LimitsTest, AClientThatDoesNotReadIsDropped) {
    options.limits.write_time = 1s;
    options.limits.min_body_rate = 1024 * 1024 * 1024;
    router.add({Method::get, "/large", "large"}, [](Request, RouteMatch) -> boost::asio::awaitable<Response> {
        co_return Response::bytes(200, "text/plain", std::string(64 * 1024 * 1024, 'x'));
    });
    start();
    RawClient client(port());
    client.send("GET /large HTTP/1.1\r\nHost: x\r\n\r\n");
    EXPECT_TRUE(
        eventually([this] { return listener->stats().accepted == 1 && listener->stats().connections == 0; }));
}

// ASVS 5.0.0: 13.1.2
TEST_F(LimitsTest, TooManyConnectionsAreClosedAtOnce) {
    options.limits.connections = 2;
    start();
    RawClient first(port());
    RawClient second(port());
    for (RawClient* client : {&first, &second}) {
        client->send("GET /hello HTTP/1.1\r\nHost: x\r\n\r\n");
        EXPECT_EQ(client->receive()->status, 200U);
    }
    RawClient third(port());
    EXPECT_TRUE(third.closed());
    EXPECT_EQ(listener->stats().refused, 1U);
    first.close();
    EXPECT_TRUE(eventually([this] { return listener->stats().connections == 1; }));
    EXPECT_EQ(get(port(), "/hello")->status, 200U);
}

TEST_F(LimitsTest, RequestsWaitForTheirTurnAndTooManyAre503) {
    options.limits.running_requests = 1;
    options.limits.waiting_requests = 1;
    start();
    RawClient running(port());
    running.send("GET /slow HTTP/1.1\r\nHost: x\r\n\r\n");
    ASSERT_TRUE(eventually([this] { return slow_running == 1; }));
    RawClient waiting(port());
    waiting.send("GET /hello HTTP/1.1\r\nHost: x\r\n\r\n");
    ASSERT_TRUE(eventually([this] { return listener->stats().waiting == 1; }));
    const auto refused = get(port(), "/hello");
    EXPECT_EQ(refused->status, 503U);
    EXPECT_EQ(refused->header("Retry-After"), "1");
    release = true;
    EXPECT_EQ(running.receive()->status, 200U);
    EXPECT_EQ(waiting.receive()->status, 200U);
    EXPECT_TRUE(eventually([this] { return listener->stats().running == 0; }));
}

TEST_F(LimitsTest, AtTheLimitOfOpenFilesTheAcceptorPausesAndGoesOn) {
    start();
    ASSERT_EQ(get(port(), "/hello")->status, 200U);
    rlimit before{};
    ASSERT_EQ(::getrlimit(RLIMIT_NOFILE, &before), 0);
    // UBSan asks through a pipe whether the memory of an object it has not seen can be read. Here it could
    // not, and would find fault with the line that the pause writes.
    ops::set_log_level(ops::LogLevel::error);
    ASSERT_TRUE(eventually([this] { return listener->stats().connections == 0; }));
    RawClient client(port());
    ASSERT_TRUE(eventually([this] { return listener->stats().connections == 1; }));
    RawClient waiting_in_the_kernel = [&] {
        const int free_descriptor = ::dup(0);
        ::close(free_descriptor);
        // Room for the client's own descriptors (epoll, eventfd, timerfd, socket), not for the server's end.
        const rlimit low{static_cast<rlim_t>(free_descriptor) + 4, before.rlim_max};
        EXPECT_EQ(::setrlimit(RLIMIT_NOFILE, &low), 0);
        return RawClient(port());
    }();
    EXPECT_TRUE(eventually([this] { return listener->stats().accept_pauses >= 2; }));
    ASSERT_EQ(::setrlimit(RLIMIT_NOFILE, &before), 0);
    waiting_in_the_kernel.send("GET /hello HTTP/1.1\r\nHost: x\r\n\r\n");
    EXPECT_EQ(waiting_in_the_kernel.receive()->status, 200U);
}

}  // namespace
}  // namespace hotline::http
