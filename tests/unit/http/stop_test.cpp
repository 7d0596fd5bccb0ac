#include "tests/unit/http/http_fixture.hpp"

#include <future>
#include <gtest/gtest.h>

namespace hotline::http {
namespace {

using test::RawClient;
using namespace std::chrono_literals;
using StopTest = test::HttpTest;

TEST_F(StopTest, IdleConnectionsAreClosedAndNewOnesRefused) {
    start();
    RawClient fresh(port());
    RawClient used(port());
    used.send("GET /hello HTTP/1.1\r\nHost: x\r\n\r\n");
    EXPECT_EQ(used.receive()->status, 200U);
    ASSERT_TRUE(eventually([this] { return listener->stats().connections == 2; }));
    stop(1h);
    EXPECT_TRUE(fresh.closed());
    EXPECT_TRUE(used.closed());
    EXPECT_EQ(listener->stats().connections, 0U);
    EXPECT_THROW(RawClient{port()}, boost::system::system_error);
}

TEST_F(StopTest, ARunningRequestEndsWithinTheGrace) {
    start();
    RawClient client(port());
    client.send("GET /slow HTTP/1.1\r\nHost: x\r\n\r\n");
    ASSERT_TRUE(eventually([this] { return slow_running == 1; }));
    auto stopped = std::async(std::launch::async, [this] { stop(1h); });
    ASSERT_TRUE(eventually([this] {
        try {
            RawClient late(port());
            return false;
        } catch (const boost::system::system_error&) {
            return true;
        }
    }));
    EXPECT_EQ(stopped.wait_for(0s), std::future_status::timeout) << "the stop did not wait for the request";
    release = true;
    const auto answer = client.receive();
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->body, "\"done\"");
    EXPECT_EQ(answer->header("Connection"), "close");
    stopped.get();
}

TEST_F(StopTest, ASlowClientIsCutOffAfterTheGrace) {
    start();
    RawClient client(port());
    client.send("POST /upload HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nabc");
    ASSERT_TRUE(eventually([this] { return listener->stats().connections == 1; }));
    stop(10ms);
    EXPECT_EQ(listener->stats().connections, 0U);
    EXPECT_EQ(handled, 0);
}

TEST_F(StopTest, StoppingTwiceIsHarmless) {
    start();
    stop(1s);
    stop(1s);
}

}  // namespace
}  // namespace hotline::http
