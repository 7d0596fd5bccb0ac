#pragma once

#include "server/http/gate.hpp"
#include "server/http/limits.hpp"
#include "server/http/request_reader.hpp"
#include "server/http/response_writer.hpp"
#include "server/http/router.hpp"
#include "server/http/transport.hpp"
#include "server/http/trusted_proxies.hpp"
#include "server/http/watch.hpp"
#include "server/http/wiped_buffer.hpp"
#include "server/ops/metrics.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/address.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <memory>
#include <string>
#include <vector>

namespace hotline::http {

/// What all sessions of a listener share; outlives them.
struct ServerParts {
    const Router* router = nullptr;
    Limits limits;
    Gate* gate = nullptr;
    std::vector<ops::RouteMetrics*>
        route_metrics;  ///< by Route::index, then one for "no route"; empty: not counted
    TrustedProxies proxies{};
};

/// One connection from its first to its last byte. Made by the listener on the connection's strand, where
/// everything in it runs; it lives until `run` has returned.
class Session final : private StreamWriter::Sink {
public:
    /// @param parts  borrowed
    Session(const ServerParts* parts, std::unique_ptr<Transport> transport,
            boost::asio::any_io_executor strand, boost::asio::ip::address peer, bool tls);

    /// Serves requests until the client goes, an error or the drain.
    [[nodiscard]] boost::asio::awaitable<void> run();
    /// The server stops: idle connections end now, others after their request, event streams at once.
    void drain() noexcept;
    /// Ends every wait for the socket now.
    void abort() noexcept;

private:
    using SteadyClock = std::chrono::steady_clock;

    /// One request and what the log will say about it.
    struct Exchange {
        explicit Exchange(const Limits* limits) : reader(limits) {}
        RequestReader reader;
        const Router::Route* route = nullptr;
        SteadyClock::time_point started = SteadyClock::now();
        std::string id;
        Method method = Method::get;
        bool english = false;
    };

    // Steps of a connection.
    boost::asio::awaitable<bool> next_request_begins();
    boost::asio::awaitable<bool> serve_request();
    boost::asio::awaitable<void> finish();

    // Steps of a request.
    boost::asio::awaitable<bool> read_header(Exchange* exchange);
    boost::asio::awaitable<Response> answer_guarded(Exchange* exchange);
    boost::asio::awaitable<Response> answer(Exchange* exchange);
    [[nodiscard]] static std::optional<Fault> unacceptable_body(const Exchange& exchange,
                                                                std::size_t max_body);
    boost::asio::awaitable<bool> read_body(Exchange* exchange, std::size_t max_body);
    boost::asio::awaitable<bool> read_more(std::size_t room);
    void feed(RequestReader& reader);
    void absorb_unread_body(RequestReader& reader);

    // The answer.
    boost::asio::awaitable<bool> send(Exchange* exchange, Response response);
    boost::asio::awaitable<bool> send_stream(Response response, HeadFacts facts);
    boost::asio::awaitable<bool> produce(Producer producer);
    boost::asio::awaitable<bool> watch_for_end();
    boost::asio::awaitable<bool> send_bytes(std::string_view head, std::string_view body);
    boost::asio::awaitable<bool> send_chunk(std::string_view piece);
    boost::asio::awaitable<void> discard_input();
    void record(const Exchange& exchange, const Response& response) const;

    // StreamWriter::Sink
    boost::asio::awaitable<bool> write(std::string_view piece) override;
    [[nodiscard]] bool open() const noexcept override;

    const ServerParts* parts_;
    std::unique_ptr<Transport> transport_;
    Watch watch_;
    boost::asio::steady_timer drain_signal_;  // never fires; cancelled by the drain
    boost::asio::ip::address peer_;
    WipedBuffer input_;
    ResponseWriter::Framing framing_ = ResponseWriter::Framing::none;
    std::uint64_t stream_left_ = 0;  // bytes that a sized stream still owes
    bool tls_;
    bool waiting_for_request_ = false;
    bool draining_ = false;
    bool gone_ = false;  // the client is, or the connection is of no use any more
    bool streams_events_ = false;
    bool unread_input_ = false;  // the client may still be sending what nobody will read
};

}  // namespace hotline::http
