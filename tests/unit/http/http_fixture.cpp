#include "tests/unit/http/http_fixture.hpp"

#include "crypto/bytes.hpp"
#include "server/ops/log.hpp"

#include <algorithm>
#include <boost/asio/buffer.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/use_future.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/string.hpp>
#include <sys/socket.h>

namespace hotline::http::test {
namespace {

namespace asio = boost::asio;
using asio::awaitable;
using namespace std::chrono_literals;

awaitable<Response> hello(Request request, RouteMatch) {
    co_return Response::bytes(200, "text/plain; charset=utf-8",
                              std::string("xin chào ") + std::string(request.id()));
}

awaitable<Response> boom(Request, RouteMatch) {
    throw std::runtime_error("marker-of-personal-data");
    co_return Response::empty(204);
}

awaitable<Response> conflict(Request, RouteMatch) {
    co_return Response(Problem{Errc::conflict, {}, 7U, {}, "row changed"});
}

awaitable<Response> show_params(Request request, RouteMatch match) {
    std::string text(match.param("id"));
    text += '|';
    text += request.query("q").value_or("none");
    co_return Response::bytes(200, "text/plain; charset=utf-8", std::move(text));
}

awaitable<Admission> not_yours(const Request*, const RouteMatch*) {
    co_return Response(fail(Errc::not_found, "not the caller's"));
}

struct CallerContext final : RequestContext {
    std::string name;
};

awaitable<Admission> recognise(const Request* request, const RouteMatch*) {
    auto context = std::make_unique<CallerContext>();
    context->name = request->bearer_token().value_or("nobody");
    co_return context;
}

awaitable<Response> who_am_i(Request, RouteMatch match) {
    co_return Response::bytes(200, "text/plain", match.context_as<CallerContext>().name);
}

std::size_t announced_length(const std::string& head) {
    const Answer answer{0, head, ""};
    const std::string length = answer.header("Content-Length");
    return length.empty() ? 0 : std::stoul(length);
}

}  // namespace

std::string Answer::header(std::string_view name) const {
    std::size_t line = head.find("\r\n");
    while (line != std::string::npos && line + 2 < head.size()) {
        const std::size_t start = line + 2;
        line = head.find("\r\n", start);
        const std::string_view field = std::string_view(head).substr(start, line - start);
        const std::size_t colon = field.find(':');
        if (colon == std::string_view::npos || !boost::beast::iequals(field.substr(0, colon), name)) continue;
        return std::string(field.substr(std::min(colon + 2, field.size())));
    }
    return {};
}

RawClient::RawClient(std::uint16_t port) : socket_(io_) {
    socket_.connect({asio::ip::make_address("127.0.0.1"), port});
    const timeval bound{20, 0};
    ::setsockopt(socket_.native_handle(), SOL_SOCKET, SO_RCVTIMEO, &bound, sizeof(bound));
    ::setsockopt(socket_.native_handle(), SOL_SOCKET, SO_SNDTIMEO, &bound, sizeof(bound));
}

void RawClient::send(std::string_view bytes) {
    // The server may close while a refused body is on its way.
    while (!bytes.empty()) {
        const ssize_t sent = ::send(socket_.native_handle(), bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (sent <= 0) return;
        bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
}

void RawClient::end_sending() {
    boost::system::error_code ignored;
    socket_.shutdown(asio::socket_base::shutdown_send, ignored);
}

bool RawClient::read_some() {
    std::array<char, 65536> piece{};
    const ssize_t count = ::recv(socket_.native_handle(), piece.data(), piece.size(), 0);
    if (count <= 0) return false;
    received_.append(piece.data(), static_cast<std::size_t>(count));
    return true;
}

std::optional<Answer> RawClient::receive(bool to_head_request) {
    std::size_t end = 0;
    while ((end = received_.find("\r\n\r\n")) == std::string::npos) {
        if (!read_some()) return std::nullopt;
    }
    Answer answer;
    answer.head = received_.substr(0, end + 2);
    answer.status = static_cast<unsigned>(std::stoul(answer.head.substr(9, 3)));
    const std::size_t body = to_head_request ? 0 : announced_length(answer.head);
    while (received_.size() < end + 4 + body) {
        if (!read_some()) return std::nullopt;
    }
    answer.body = received_.substr(end + 4, body);
    received_.erase(0, end + 4 + body);
    return answer;
}

std::string RawClient::receive_all() {
    while (read_some()) {
    }
    return std::exchange(received_, {});
}

bool RawClient::receive_until(std::string_view text) {
    while (!received_.contains(text)) {
        if (!read_some()) return false;
    }
    return true;
}

bool RawClient::closed() {
    if (!received_.empty()) return false;
    char byte = 0;
    const ssize_t count = ::recv(socket_.native_handle(), &byte, 1, 0);
    return count == 0 || (count < 0 && errno != EAGAIN && errno != EWOULDBLOCK);
}

void RawClient::close() {
    boost::system::error_code ignored;
    socket_.close(ignored);
}

std::optional<Answer> ask(std::uint16_t port, std::string_view bytes) {
    RawClient client(port);
    client.send(bytes);
    return client.receive();
}

std::optional<Answer> get(std::uint16_t port, std::string_view path) {
    return ask(port, "GET " + std::string(path) + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
}

HttpTest::HttpTest() {
    init_crypto();
    ops::set_log_sink([this](std::string_view line) {
        const std::lock_guard lock(log_mutex_);
        log_ += line;
        log_ += '\n';
    });
    add_routes();
}

HttpTest::~HttpTest() {
    release = true;
    if (listener) stop(0ms);
    work_.reset();
    for (std::thread& thread : threads_) thread.join();
    ops::set_log_sink({});
}

void HttpTest::add_routes() {
    router.add({Method::get, "/hello", "hello"}, hello);
    router.add({Method::get, "/boom", "boom"}, boom);
    router.add({Method::put, "/conflict", "conflict"}, conflict);
    router.add({Method::get, "/params/{id}", "params"}, show_params);
    router.add({Method::post, "/hidden", "hidden"}, hello, not_yours);
    router.add({Method::get, "/me", "me"}, who_am_i, recognise);
    Handler echo = [count = &handled](Request request, RouteMatch) -> awaitable<Response> {
        ++*count;
        co_return Response::json(200, std::string(request.body()));
    };
    router.add({.method = Method::post, .pattern = "/echo", .name = "echo", .json_body = true}, echo);
    router.add({.method = Method::post, .pattern = "/upload", .name = "upload", .max_body = 1024 * 1024},
               echo);
    router.add({.method = Method::post, .pattern = "/bare", .name = "bare", .max_body = 0}, echo);
    router.add({Method::get, "/slow", "slow"}, [this](Request, RouteMatch) -> awaitable<Response> {
        ++slow_running;
        asio::steady_timer timer(co_await asio::this_coro::executor);
        while (!release) {
            timer.expires_after(1ms);
            co_await timer.async_wait(asio::use_awaitable);
        }
        co_return Response::json(200, std::string("\"done\""));
    });
}

void HttpTest::start() {
    auto opened = Listener::open(io, &router, options);
    ASSERT_TRUE(opened) << opened.error().internal;
    listener = *std::move(opened);
    listener->start();
    work_.emplace(io.get_executor());
    for (int i = 0; i < 2; ++i) threads_.emplace_back([this] { io.run(); });
}

void HttpTest::stop(std::chrono::milliseconds grace) {
    asio::co_spawn(io, listener->stop(grace), asio::use_future).get();
}

std::string HttpTest::log_text() {
    const std::lock_guard lock(log_mutex_);
    return log_;
}

bool HttpTest::eventually(const std::function<bool()>& condition) {
    for (int i = 0; i < 5000; ++i) {
        if (condition()) return true;
        std::this_thread::sleep_for(2ms);
    }
    return false;
}

}  // namespace hotline::http::test
