#pragma once

#include <array>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/system/error_code.hpp>
#include <cstddef>
#include <memory>
#include <span>
#include <string_view>
#include <tuple>

namespace boost::asio::ssl {
class context;
}

namespace hotline::http {

/// What an I/O call came to: an error or none, and how many bytes went.
using IoOutcome = std::tuple<boost::system::error_code, std::size_t>;

/// The bytes of one connection, plain or TLS. Owned by its session and used on the session's strand only; one
/// read and one write may be under way at once.
class Transport {
public:
    Transport() = default;
    Transport(const Transport&) = delete;
    Transport& operator=(const Transport&) = delete;
    virtual ~Transport() = default;

    /// TLS handshake; nothing for plain.
    virtual boost::asio::awaitable<IoOutcome> handshake() = 0;
    /// Waits until there may be something to read, holding no buffer meanwhile. TLS returns at once.
    virtual boost::asio::awaitable<IoOutcome> wait_readable() = 0;
    /// Reads what is there without waiting; 0 when nothing is, or when only waiting can tell.
    virtual std::size_t try_read(std::span<char> into) noexcept = 0;
    /// Waits for at least one byte.
    virtual boost::asio::awaitable<IoOutcome> read_some(std::span<char> into) = 0;
    /// Writes what the socket takes without waiting; 0 when only waiting can tell.
    virtual std::size_t try_write(std::string_view head, std::string_view body) noexcept = 0;
    /// Writes everything. The texts must live until it returns.
    virtual boost::asio::awaitable<IoOutcome> write(std::string_view head, std::string_view body) = 0;
    /// Says politely that nothing more will be sent.
    virtual boost::asio::awaitable<IoOutcome> finish_sending() = 0;
    /// Ends the waits under way with operation_aborted.
    virtual void cancel() noexcept = 0;
    /// Closes at once.
    virtual void close() noexcept = 0;
};

/// @param socket  connected; its executor is the session's strand
[[nodiscard]] std::unique_ptr<Transport> make_plain_transport(boost::asio::ip::tcp::socket socket);
/// @param context  shared with the listener, which may replace it meanwhile
[[nodiscard]] std::unique_ptr<Transport> make_tls_transport(
    boost::asio::ip::tcp::socket socket, std::shared_ptr<boost::asio::ssl::context> context);

}  // namespace hotline::http
