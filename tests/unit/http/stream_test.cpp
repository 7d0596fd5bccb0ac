#include "tests/unit/http/http_fixture.hpp"

#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace hotline::http {
namespace {

namespace asio = boost::asio;
using test::get;
using test::RawClient;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::Not;
using namespace std::chrono_literals;

/// Says when a producer has ended, whichever way.
struct EndMark {
    explicit EndMark(std::atomic<int>* ends) noexcept : ends_(ends) {}
    EndMark(const EndMark&) = delete;
    EndMark& operator=(const EndMark&) = delete;
    ~EndMark() { ++*ends_; }

private:
    std::atomic<int>* ends_;
};

asio::awaitable<bool> one_event_then_silence(StreamWriter writer, std::atomic<int>* ends) {
    const EndMark mark(ends);
    if (!co_await writer.write("event: case.changed\ndata: {}\n\n")) co_return false;
    asio::steady_timer never(co_await asio::this_coro::executor, asio::steady_timer::time_point::max());
    co_await never.async_wait(asio::use_awaitable);
    co_return true;
}

asio::awaitable<bool> two_events(StreamWriter writer) {
    for (const char* data : {"data: 1\n\n", "data: 2\n\n"}) {
        if (!co_await writer.write(data)) co_return false;
    }
    co_return true;
}

asio::awaitable<bool> late_event(StreamWriter writer) {
    asio::steady_timer timer(co_await asio::this_coro::executor, 2s);
    co_await timer.async_wait(asio::use_awaitable);
    co_return co_await writer.write("data: late\n\n");
}

asio::awaitable<bool> pieces(StreamWriter writer, std::size_t count, bool to_the_end) {
    for (std::size_t i = 0; i < count; ++i) {
        if (!co_await writer.write(std::string(64 * 1024, static_cast<char>('a' + i % 26)))) co_return false;
    }
    co_return to_the_end;
}

asio::awaitable<bool> endless(StreamWriter writer, std::atomic<int>* ends) {
    const EndMark mark(ends);
    while (co_await writer.write(SecretBytes::from_text(std::string(64 * 1024, 'x')))) {
    }
    co_return false;
}

class StreamTest : public test::HttpTest {
protected:
    using MakeResponse = std::function<Response()>;
    void add(std::string path, MakeResponse make) {
        router.add(
            {.method = Method::get, .pattern = path, .name = path},
            [make = std::move(make)](Request, RouteMatch) -> asio::awaitable<Response> { co_return make(); });
    }
    std::atomic<int> ends{0};
};

TEST_F(StreamTest, EventsArriveOneByOneAndTheStreamEndsTheConnection) {
    add("/events", [] { return Response::event_stream(two_events); });
    start();
    RawClient client(port());
    client.send("GET /events HTTP/1.1\r\nHost: x\r\n\r\n");
    const std::string all = client.receive_all();
    EXPECT_THAT(all, HasSubstr("Content-Type: text/event-stream\r\n"));
    EXPECT_THAT(all, HasSubstr("Connection: close\r\n"));
    EXPECT_THAT(all, EndsWith("9\r\ndata: 1\n\n\r\n9\r\ndata: 2\n\n\r\n0\r\n\r\n"));
}

TEST_F(StreamTest, TheProducerEndsWhenTheClientOfAnEventStreamGoes) {
    add("/events", [this] {
        return Response::event_stream([e = &ends](StreamWriter w) { return one_event_then_silence(w, e); });
    });
    start();
    RawClient client(port());
    client.send("GET /events HTTP/1.1\r\nHost: x\r\n\r\n");
    ASSERT_TRUE(client.receive_until("case.changed"));
    EXPECT_EQ(ends, 0);
    EXPECT_EQ(listener->stats().running, 0U)
        << "an open event stream holds a place among the running requests";
    client.close();
    EXPECT_TRUE(eventually([this] { return ends == 1 && listener->stats().connections == 0; }));
}

TEST_F(StreamTest, EventStreamsEndWhenTheServerStops) {
    add("/events", [this] {
        return Response::event_stream([e = &ends](StreamWriter w) { return one_event_then_silence(w, e); });
    });
    start();
    RawClient client(port());
    client.send("GET /events HTTP/1.1\r\nHost: x\r\n\r\n");
    ASSERT_TRUE(client.receive_until("case.changed"));
    stop(1h);
    EXPECT_EQ(ends, 1);
}

TEST_F(StreamTest, AnEventStreamOutlivesTheIdleAndHeaderTimes) {
    options.limits.idle_time = 1s;
    options.limits.header_time = 1s;
    add("/events", [] { return Response::event_stream(late_event); });
    start();
    RawClient client(port());
    client.send("GET /events HTTP/1.1\r\n");
    client.send("Host: x\r\n\r\n");
    EXPECT_TRUE(client.receive_until("data: late"));
}

TEST_F(StreamTest, ASizedDownloadKeepsTheConnection) {
    add("/file", [] {
        return Response::download("application/pdf", 64 * 1024 * 40,
                                  [](StreamWriter w) { return pieces(w, 40, true); });
    });
    start();
    RawClient client(port());
    for (int i = 0; i < 2; ++i) {
        client.send("GET /file HTTP/1.1\r\nHost: x\r\n\r\n");
        const auto answer = client.receive();
        ASSERT_TRUE(answer);
        EXPECT_EQ(answer->body.size(), 64U * 1024 * 40);
        EXPECT_EQ(answer->body.back(), 'a' + 39 % 26);
    }
    client.send("HEAD /file HTTP/1.1\r\nHost: x\r\n\r\n");
    EXPECT_EQ(client.receive(true)->header("Content-Length"), std::to_string(64 * 1024 * 40));
}

TEST_F(StreamTest, ADownloadThatBreaksOffCutsTheConnection) {
    add("/chunked", [] {
        return Response::download("text/csv", std::nullopt,
                                  [](StreamWriter w) { return pieces(w, 2, false); });
    });
    add("/short", [] {
        return Response::download("text/csv", 64 * 1024 * 3,
                                  [](StreamWriter w) { return pieces(w, 2, true); });
    });
    add("/long", [] {
        return Response::download("text/csv", 64 * 1024, [](StreamWriter w) { return pieces(w, 2, true); });
    });
    start();
    RawClient chunked(port());
    chunked.send("GET /chunked HTTP/1.1\r\nHost: x\r\n\r\n");
    EXPECT_THAT(chunked.receive_all(), Not(EndsWith("0\r\n\r\n")));
    RawClient shorter(port());
    shorter.send("GET /short HTTP/1.1\r\nHost: x\r\n\r\n");
    EXPECT_EQ(shorter.receive(), std::nullopt);
    RawClient longer(port());
    longer.send("GET /long HTTP/1.1\r\nHost: x\r\n\r\n");
    EXPECT_EQ(longer.receive()->body.size(), 64U * 1024);
    EXPECT_TRUE(longer.closed());
}

TEST_F(StreamTest, Http10GetsADownloadUntilTheEndOfTheConnection) {
    add("/file", [] {
        return Response::download("text/csv", std::nullopt,
                                  [](StreamWriter w) { return pieces(w, 1, true); });
    });
    start();
    RawClient client(port());
    client.send("GET /file HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
    const std::string all = client.receive_all();
    EXPECT_THAT(all, Not(HasSubstr("chunked")));
    EXPECT_THAT(all, EndsWith("\r\n\r\n" + std::string(64 * 1024, 'a')));
}

TEST_F(StreamTest, BackPressureHoldsTheProducerAndASlowReaderIsDropped) {
    options.limits.write_time = 1s;
    options.limits.min_body_rate = 1024 * 1024 * 1024;
    add("/endless", [this] {
        return Response::download("text/csv", std::nullopt,
                                  [e = &ends](StreamWriter w) { return endless(w, e); });
    });
    start();
    RawClient client(port());
    client.send("GET /endless HTTP/1.1\r\nHost: x\r\n\r\n");
    EXPECT_TRUE(eventually([this] { return ends == 1 && listener->stats().connections == 0; }));
}

}  // namespace
}  // namespace hotline::http
