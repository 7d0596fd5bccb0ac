#include "tests/unit/cli/fake_server.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>

#include <list>
#include <thread>

namespace hotline::cli::testing {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;
using asio::ip::tcp;

struct FakeServer::Inner {
    Handler handler;
    asio::io_context io;
    tcp::acceptor acceptor{io, tcp::endpoint(asio::ip::address_v4::loopback(), 0)};
    mutable std::mutex mutex;
    std::vector<FakeRequest> requests;
    std::list<tcp::socket> sockets;
    std::vector<std::jthread> sessions;
    bool stopping = false;
    std::jthread listener;

    void listen() {
        for (;;) {
            beast::error_code ec;
            tcp::socket socket(io);
            acceptor.accept(socket, ec);
            const std::lock_guard lock(mutex);
            if (stopping) return;
            if (ec) continue;
            sockets.push_back(std::move(socket));
            sessions.emplace_back([this, &kept = sockets.back()] { serve(kept); });
        }
    }

    void serve(tcp::socket& socket) {
        beast::flat_buffer buffer;
        beast::error_code ec;
        while (!ec) {
            http::request<http::string_body> request;
            http::read(socket, buffer, request, ec);
            if (ec) break;
            const FakeRequest seen{.method = std::string(request.method_string()),
                                   .target = std::string(request.target()),
                                   .body = request.body(),
                                   .authorization = std::string(request[http::field::authorization]),
                                   .idempotency_key = std::string(request["Idempotency-Key"])};
            {
                const std::lock_guard lock(mutex);
                requests.push_back(seen);
            }
            const FakeAnswer answer = handler(seen);
            http::response<http::string_body> response(http::int_to_status(answer.status), 11, answer.body);
            response.keep_alive(answer.keep_alive);
            response.prepare_payload();
            http::write(socket, response, ec);
            if (!answer.keep_alive) break;
        }
        socket.shutdown(tcp::socket::shutdown_both, ec);
    }
};

FakeServer::FakeServer(Handler handler) : inner_(std::make_unique<Inner>()) {
    inner_->handler = std::move(handler);
    inner_->listener = std::jthread([inner = inner_.get()] { inner->listen(); });
}

FakeServer::~FakeServer() {
    {
        const std::lock_guard lock(inner_->mutex);
        inner_->stopping = true;
        beast::error_code ec;
        for (tcp::socket& socket : inner_->sockets) socket.shutdown(tcp::socket::shutdown_both, ec);
    }
    // Wakes the blocking accept.
    asio::io_context io;
    tcp::socket waker(io);
    beast::error_code ec;
    waker.connect(inner_->acceptor.local_endpoint(), ec);
    inner_->listener.join();
    inner_->sessions.clear();
}

std::string FakeServer::url() const {
    return "http://127.0.0.1:" + std::to_string(inner_->acceptor.local_endpoint().port());
}

std::vector<FakeRequest> FakeServer::requests() const {
    const std::lock_guard lock(inner_->mutex);
    return inner_->requests;
}

std::string dead_url() {
    asio::io_context io;
    const tcp::acceptor acceptor(io, tcp::endpoint(asio::ip::address_v4::loopback(), 0));
    return "http://127.0.0.1:" + std::to_string(acceptor.local_endpoint().port());
}

}  // namespace hotline::cli::testing
