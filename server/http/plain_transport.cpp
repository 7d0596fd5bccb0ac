#include "server/http/transport.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

namespace hotline::http {
namespace {

namespace asio = boost::asio;
using ErrorCode = boost::system::error_code;
constexpr auto kAwait = asio::as_tuple(asio::use_awaitable);

class PlainTransport final : public Transport {
public:
    explicit PlainTransport(asio::ip::tcp::socket socket) : socket_(std::move(socket)) {
        ErrorCode ignored;  // without non-blocking mode the try_ functions only see less
        socket_.non_blocking(true, ignored);
    }

    asio::awaitable<IoOutcome> handshake() override { co_return IoOutcome(); }

    asio::awaitable<IoOutcome> wait_readable() override {
        const auto [ec] = co_await socket_.async_wait(asio::socket_base::wait_read, kAwait);
        co_return IoOutcome(ec, 0);
    }
    std::size_t try_read(std::span<char> into) noexcept override {
        ErrorCode would_block;
        return socket_.read_some(asio::buffer(into.data(), into.size()), would_block);
    }
    asio::awaitable<IoOutcome> read_some(std::span<char> into) override {
        return socket_.async_read_some(asio::buffer(into.data(), into.size()), kAwait);
    }
    std::size_t try_write(std::string_view head, std::string_view body) noexcept override {
        ErrorCode would_block;
        return socket_.write_some(two(head, body), would_block);
    }
    asio::awaitable<IoOutcome> write(std::string_view head, std::string_view body) override {
        return asio::async_write(socket_, two(head, body), kAwait);
    }
    asio::awaitable<IoOutcome> finish_sending() override {
        ErrorCode ec;
        socket_.shutdown(asio::socket_base::shutdown_send, ec);
        co_return IoOutcome(ec, 0);
    }
    void cancel() noexcept override {
        ErrorCode ignored;
        socket_.cancel(ignored);
    }
    void close() noexcept override {
        ErrorCode ignored;
        socket_.close(ignored);
    }

private:
    static std::array<asio::const_buffer, 2> two(std::string_view head, std::string_view body) noexcept {
        return {asio::const_buffer(head.data(), head.size()), asio::const_buffer(body.data(), body.size())};
    }

    asio::ip::tcp::socket socket_;
};

}  // namespace

std::unique_ptr<Transport> make_plain_transport(boost::asio::ip::tcp::socket socket) {
    return std::make_unique<PlainTransport>(std::move(socket));
}

}  // namespace hotline::http
