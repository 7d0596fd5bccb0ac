#include "server/http/listener.hpp"

#include "server/http/gate.hpp"
#include "server/http/session.hpp"
#include "server/http/transport.hpp"
#include "server/ops/log.hpp"

#include <atomic>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/dispatch.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <list>
#include <mutex>
#include <typeinfo>
#include <utility>

namespace hotline::http {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using ErrorCode = boost::system::error_code;
using namespace std::chrono_literals;

constexpr auto kAwait = asio::as_tuple(asio::use_awaitable);
constexpr auto kAcceptPause = 100ms;
constexpr auto kStopPoll = 5ms;

/// How the listener reaches a session from outside: by its strand, where `session` is null once it has ended.
struct SessionHandle {
    asio::any_io_executor strand;
    Session* session = nullptr;
};
using SessionList = std::list<std::shared_ptr<SessionHandle>>;

ErrorCode bind_to(tcp::acceptor& acceptor, const tcp::endpoint& endpoint) {
    ErrorCode ec;
    acceptor.open(endpoint.protocol(), ec);
    if (!ec) acceptor.set_option(asio::socket_base::reuse_address(true), ec);
    if (!ec) acceptor.bind(endpoint, ec);
    if (!ec) acceptor.listen(asio::socket_base::max_listen_connections, ec);
    return ec;
}

void log_escaped(const std::exception_ptr& exception, std::string_view event) {
    try {
        if (exception) std::rethrow_exception(exception);
    } catch (const std::exception& bug) {
        ops::log_event(ops::LogLevel::error, event, {{"type", typeid(bug).name()}});
    }
}

}  // namespace

/// Shared by the listener, its accept loop and its sessions, so that none dies under another.
struct Listener::Impl {
    Impl(asio::io_context& io_context, const Router* router, ListenerOptions listener_options)
        : io(&io_context),
          options(std::move(listener_options)),
          gate(options.limits.running_requests, options.limits.waiting_requests),
          acceptor(asio::make_strand(io_context)),
          pause(acceptor.get_executor()) {
        parts = {router, options.limits, &gate, {}, options.proxies};
        if (options.metrics == nullptr) return;
        for (const auto& route : router->routes())
            parts.route_metrics.push_back(options.metrics->route(route->info.name));
        parts.route_metrics.push_back(options.metrics->route("none"));
    }

    std::shared_ptr<TlsContext> current_tls() {
        const std::lock_guard lock(mutex);
        return options.tls;
    }
    SessionList::iterator enroll(std::shared_ptr<SessionHandle> handle) {
        const std::lock_guard lock(mutex);
        return sessions.insert(sessions.end(), std::move(handle));
    }
    void strike_off(SessionList::iterator place) noexcept {
        const std::lock_guard lock(mutex);
        sessions.erase(place);
    }
    /// Calls `act` on every living session, each on its strand.
    void tell_sessions(void (Session::*act)() noexcept) {
        const std::lock_guard lock(mutex);
        for (const auto& handle : sessions) {
            asio::post(handle->strand, [handle, act] {
                if (handle->session != nullptr) (handle->session->*act)();
            });
        }
    }
    void stop_accepting() noexcept {
        stopping = true;
        ErrorCode ignored;
        acceptor.close(ignored);
        pause.cancel();
    }

    asio::io_context* io;
    ListenerOptions options;
    Gate gate;
    ServerParts parts;
    tcp::acceptor acceptor;
    asio::steady_timer pause;
    std::uint16_t port = 0;
    std::mutex mutex;  // guards sessions and options.tls
    SessionList sessions;
    std::atomic<std::size_t> connections{0};
    std::atomic<std::uint64_t> accepted{0};
    std::atomic<std::uint64_t> refused{0};
    std::atomic<std::uint64_t> accept_pauses{0};
    std::atomic<bool> stopping{false};

    /// Counts a connection for as long as it lives.
    class Counted {
    public:
        explicit Counted(std::shared_ptr<Impl> impl) noexcept : impl_(std::move(impl)) {
            ++impl_->connections;
        }
        Counted(Counted&&) noexcept = default;
        Counted& operator=(Counted&&) = delete;
        Counted(const Counted&) = delete;
        Counted& operator=(const Counted&) = delete;
        ~Counted() {
            if (impl_) --impl_->connections;
        }
        [[nodiscard]] Impl* operator->() const noexcept { return impl_.get(); }

    private:
        std::shared_ptr<Impl> impl_;
    };

    /// Makes a session reachable for as long as it lives.
    class Enrolled {
    public:
        Enrolled(Impl* impl, Session* session, asio::any_io_executor strand)
            : impl_(impl),
              handle_(std::make_shared<SessionHandle>(std::move(strand), session)),
              place_(impl->enroll(handle_)) {}
        Enrolled(const Enrolled&) = delete;
        Enrolled& operator=(const Enrolled&) = delete;
        ~Enrolled() {
            handle_->session = nullptr;
            impl_->strike_off(place_);
        }

    private:
        Impl* impl_;
        std::shared_ptr<SessionHandle> handle_;
        SessionList::iterator place_;
    };

    static asio::awaitable<void> serve(Counted impl, tcp::socket socket);
    static asio::awaitable<void> accept_loop(std::shared_ptr<Impl> impl);
    static asio::awaitable<void> pause_accepting(std::shared_ptr<Impl> impl, ErrorCode reason);
    static void take_in(const std::shared_ptr<Impl>& impl, tcp::socket socket);
};

asio::awaitable<void> Listener::Impl::serve(Counted impl, tcp::socket socket) {
    ErrorCode ec;
    const tcp::endpoint peer = socket.remote_endpoint(ec);
    if (ec) co_return;  // gone already
    socket.set_option(tcp::no_delay(true), ec);
    const asio::any_io_executor strand = socket.get_executor();
    const std::shared_ptr<TlsContext> tls = impl->current_tls();
    auto transport =
        tls ? make_tls_transport(std::move(socket), tls) : make_plain_transport(std::move(socket));
    Session session(&impl->parts, std::move(transport), strand, peer.address(), tls != nullptr);
    const Enrolled enrolled(impl.operator->(), &session, strand);
    if (impl->stopping) session.drain();
    co_await session.run();
}

void Listener::Impl::take_in(const std::shared_ptr<Impl>& impl, tcp::socket socket) {
    ++impl->accepted;
    if (impl->connections >= impl->options.limits.connections) {
        ++impl->refused;
        return;
    }
    const auto strand = socket.get_executor();
    asio::co_spawn(strand, serve(Counted(impl), std::move(socket)),
                   [](const std::exception_ptr& escaped) { log_escaped(escaped, "http.session_failed"); });
}

/// A failed accept (no file descriptors, no memory) leaves the connection waiting in the kernel; trying again
/// at once would spin.
asio::awaitable<void> Listener::Impl::pause_accepting(std::shared_ptr<Impl> impl, ErrorCode reason) {
    if (++impl->accept_pauses % 100 == 1) {
        ops::log_event(ops::LogLevel::error, "http.accept_paused",
                       {{"listener", impl->options.name}, {"errno", reason.value()}});
    }
    impl->pause.expires_after(kAcceptPause);
    co_await impl->pause.async_wait(kAwait);
}

asio::awaitable<void> Listener::Impl::accept_loop(std::shared_ptr<Impl> impl) {
    while (!impl->stopping) {
        auto [ec, socket] = co_await impl->acceptor.async_accept(asio::make_strand(*impl->io), kAwait);
        if (!ec) {
            take_in(impl, tcp::socket(std::move(socket)));
        } else if (ec != asio::error::connection_aborted && !impl->stopping) {
            co_await pause_accepting(impl, ec);
        }
    }
}

Listener::Listener(std::shared_ptr<Impl> impl) noexcept : impl_(std::move(impl)) {}
Listener::~Listener() = default;

Result<std::unique_ptr<Listener>> Listener::open(asio::io_context& io, const Router* router,
                                                 ListenerOptions options) {
    ErrorCode ec;
    const auto address = asio::ip::make_address(options.host, ec);
    if (ec) return fail(Errc::bad_input, "the host to listen on is not an IP address");
    const tcp::endpoint endpoint(address, options.port);
    auto impl = std::make_shared<Impl>(io, router, std::move(options));
    ec = bind_to(impl->acceptor, endpoint);
    if (ec == asio::error::address_in_use) return fail(Errc::busy, "the port to listen on is in use");
    if (ec) return fail(Errc::internal, "cannot listen: errno " + std::to_string(ec.value()));
    impl->port = impl->acceptor.local_endpoint(ec).port();
    return std::unique_ptr<Listener>(new Listener(std::move(impl)));
}

std::uint16_t Listener::port() const noexcept {
    return impl_->port;
}

void Listener::start() {
    asio::co_spawn(
        impl_->acceptor.get_executor(), Impl::accept_loop(impl_), [](const std::exception_ptr& escaped) {
            if (escaped) std::rethrow_exception(escaped);  // a bug; the server cannot go on without its ears
        });
}

asio::awaitable<void> Listener::stop(std::chrono::milliseconds grace) {
    const std::shared_ptr<Impl> impl = impl_;
    impl->stopping = true;
    asio::dispatch(impl->acceptor.get_executor(), [impl] { impl->stop_accepting(); });
    impl->tell_sessions(&Session::drain);
    asio::steady_timer poll(co_await asio::this_coro::executor);
    const auto end = std::chrono::steady_clock::now() + grace;
    bool told_to_abort = false;
    while (impl->connections != 0) {
        if (!told_to_abort && std::chrono::steady_clock::now() >= end) {
            told_to_abort = true;
            impl->tell_sessions(&Session::abort);
        }
        poll.expires_after(kStopPoll);
        co_await poll.async_wait(kAwait);
    }
}

void Listener::replace_tls(std::shared_ptr<TlsContext> tls) {
    const std::lock_guard lock(impl_->mutex);
    impl_->options.tls = std::move(tls);
}

ListenerStats Listener::stats() const {
    return {impl_->connections,   impl_->accepted,       impl_->refused,
            impl_->accept_pauses, impl_->gate.running(), impl_->gate.waiting()};
}

}  // namespace hotline::http
