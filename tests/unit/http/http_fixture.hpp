#pragma once

#include "server/http/listener.hpp"

#include <atomic>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <functional>
#include <gtest/gtest.h>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace hotline::http::test {

/// A received answer.
struct Answer {
    unsigned status = 0;
    std::string head;
    std::string body;
    [[nodiscard]] std::string header(std::string_view name) const;
};

/// A blocking client that sends bytes as they are. Every wait is bounded to 20 seconds, after which it
/// reports an end.
class RawClient {
public:
    explicit RawClient(std::uint16_t port);
    void send(std::string_view bytes);
    /// Half-closes: the server sees the end of the input.
    void end_sending();
    /// The next answer, or nothing when the connection ended before a whole one.
    std::optional<Answer> receive(bool to_head_request = false);
    /// Everything until the server closes.
    std::string receive_all();
    /// Reads until the text received so far holds `text`; false when the connection ends first.
    bool receive_until(std::string_view text);
    /// True when the server has closed (or reset) the connection and nothing is left to read.
    bool closed();
    void close();

private:
    bool read_some();

    boost::asio::io_context io_;
    boost::asio::ip::tcp::socket socket_;
    std::string received_;
};

/// One request on a connection of its own.
std::optional<Answer> ask(std::uint16_t port, std::string_view bytes);
/// A GET of `path` that is answered and closed.
std::optional<Answer> get(std::uint16_t port, std::string_view path);

/// A server with a few routes on 127.0.0.1, run by two threads; its log goes into `log_lines`.
class HttpTest : public ::testing::Test {
protected:
    HttpTest();
    ~HttpTest() override;

    /// Starts the listener; call once, after changing `options` and adding routes.
    void start();
    /// Stops it gracefully and waits for the end of the stop.
    void stop(std::chrono::milliseconds grace);
    [[nodiscard]] std::uint16_t port() const { return listener->port(); }
    /// The log lines so far, one after the other.
    std::string log_text();
    /// Waits (bounded) until `condition` holds.
    static bool eventually(const std::function<bool()>& condition);

    ListenerOptions options;
    Router router;
    boost::asio::io_context io;
    std::unique_ptr<Listener> listener;
    std::atomic<int> handled{0};       // calls of /echo and /upload
    std::atomic<bool> release{false};  // lets /slow go on
    std::atomic<int> slow_running{0};

private:
    void add_routes();

    std::optional<boost::asio::executor_work_guard<boost::asio::io_context::executor_type>> work_;
    std::vector<std::thread> threads_;
    std::mutex log_mutex_;
    std::string log_;
};

}  // namespace hotline::http::test
