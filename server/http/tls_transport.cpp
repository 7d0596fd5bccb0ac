#include "server/http/transport.hpp"
#include "server/http/wiped_buffer.hpp"

#include <algorithm>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

namespace hotline::http {
namespace {

namespace asio = boost::asio;
using ErrorCode = boost::system::error_code;
constexpr auto kAwait = asio::as_tuple(asio::use_awaitable);
constexpr std::size_t kRecordBytes = 16 * 1024;  // plain text in one TLS record

class TlsTransport final : public Transport {
public:
    TlsTransport(asio::ip::tcp::socket socket, std::shared_ptr<asio::ssl::context> context)
        : context_(std::move(context)), stream_(std::move(socket), *context_) {}

    asio::awaitable<IoOutcome> handshake() override {
        const auto [ec] = co_await stream_.async_handshake(asio::ssl::stream_base::server, kAwait);
        co_return IoOutcome(ec, 0);
    }
    // Bytes may already wait inside the TLS engine, so waiting for the socket could wait for ever.
    asio::awaitable<IoOutcome> wait_readable() override { co_return IoOutcome(); }
    std::size_t try_read(std::span<char>) noexcept override { return 0; }
    asio::awaitable<IoOutcome> read_some(std::span<char> into) override {
        return stream_.async_read_some(asio::buffer(into.data(), into.size()), kAwait);
    }
    std::size_t try_write(std::string_view, std::string_view) noexcept override { return 0; }

    /// Head and the first of the body go into one record: two small records would be two packets.
    asio::awaitable<IoOutcome> write(std::string_view head, std::string_view body) override {
        WipedBuffer first;
        const std::size_t with_head =
            std::min(body.size(), kRecordBytes - std::min(kRecordBytes, head.size()));
        first.reserve(head.size() + with_head);
        first.append(head);
        first.append(body.substr(0, with_head));
        auto [ec, sent] =
            co_await asio::async_write(stream_, asio::buffer(first.data(), first.size()), kAwait);
        if (ec || with_head == body.size()) co_return IoOutcome(ec, sent);
        const asio::const_buffer rest(body.data() + with_head, body.size() - with_head);
        const auto [rest_ec, rest_sent] = co_await asio::async_write(stream_, rest, kAwait);
        co_return IoOutcome(rest_ec, sent + rest_sent);
    }
    asio::awaitable<IoOutcome> finish_sending() override {
        const auto [ec] = co_await stream_.async_shutdown(kAwait);
        co_return IoOutcome(ec, 0);
    }
    void cancel() noexcept override {
        ErrorCode ignored;
        stream_.next_layer().cancel(ignored);
    }
    void close() noexcept override {
        ErrorCode ignored;
        stream_.next_layer().close(ignored);
    }

private:
    std::shared_ptr<asio::ssl::context> context_;
    asio::ssl::stream<asio::ip::tcp::socket> stream_;
};

}  // namespace

std::unique_ptr<Transport> make_tls_transport(boost::asio::ip::tcp::socket socket,
                                              std::shared_ptr<boost::asio::ssl::context> context) {
    return std::make_unique<TlsTransport>(std::move(socket), std::move(context));
}

}  // namespace hotline::http
