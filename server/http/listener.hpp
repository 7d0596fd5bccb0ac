#pragma once

#include "crypto/result.hpp"
#include "server/http/limits.hpp"
#include "server/http/router.hpp"
#include "server/http/tls.hpp"
#include "server/http/trusted_proxies.hpp"
#include "server/ops/metrics.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <chrono>
#include <cstdint>
#include <memory>
#include <string>

namespace hotline::http {

struct ListenerOptions {
    std::string name = "api";        ///< in logs and metrics
    std::string host = "127.0.0.1";  ///< an IP address
    std::uint16_t port = 0;          ///< 0: any free port
    Limits limits;
    std::shared_ptr<TlsContext> tls;  ///< null: plain HTTP
    TrustedProxies proxies;           ///< whose X-Forwarded-For is believed
    ops::Metrics* metrics = nullptr;  ///< borrowed; null: nothing is counted
};

/// Numbers of one listener since its start.
struct ListenerStats {
    std::size_t connections = 0;  ///< open now
    std::uint64_t accepted = 0;
    std::uint64_t refused = 0;        ///< closed at once: too many connections
    std::uint64_t accept_pauses = 0;  ///< accept failed (no file descriptors); each is a pause of 100 ms
    std::size_t running = 0;          ///< handlers at work
    std::size_t waiting = 0;          ///< requests waiting for their turn
};

/// Accepts connections and serves them, one strand each. The caller runs the io_context on as many threads as
/// it likes. Made in `main`; the io_context and the Router must outlive it, and it must be stopped before it
/// dies.
class Listener {
public:
    /// Binds and listens. Errors: bad_input (not an IP address), busy (address in use), internal.
    [[nodiscard]] static Result<std::unique_ptr<Listener>> open(boost::asio::io_context& io,
                                                                const Router* router,
                                                                ListenerOptions options);
    Listener(const Listener&) = delete;
    Listener& operator=(const Listener&) = delete;
    ~Listener();

    /// The real port.
    [[nodiscard]] std::uint16_t port() const noexcept;
    /// Begins to accept. Once.
    void start();
    /// Stops accepting, closes idle connections, tells streams to end, lets running requests end within
    /// `grace`, then closes what is left; returns when no session is alive. Twice is harmless. A handler that
    /// never returns keeps it waiting: handlers bound their own work.
    [[nodiscard]] boost::asio::awaitable<void> stop(std::chrono::milliseconds grace);
    /// For new connections from now on; the old certificate serves those that are open. Thread-safe.
    void replace_tls(std::shared_ptr<TlsContext> tls);
    [[nodiscard]] ListenerStats stats() const;

private:
    struct Impl;
    explicit Listener(std::shared_ptr<Impl> impl) noexcept;
    std::shared_ptr<Impl> impl_;
};

}  // namespace hotline::http
