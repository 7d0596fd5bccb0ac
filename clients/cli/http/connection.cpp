#include "clients/cli/http/connection.hpp"

#include <boost/asio/connect.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <boost/beast/ssl.hpp>
#include <chrono>
#include <fmt/format.h>
#include <variant>

#include "clients/cli/http/tls.hpp"
#include "clients/cli/messages.hpp"

namespace hotline::cli {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;
using beast::error_code;

constexpr std::chrono::seconds kStepTime{30};
constexpr std::uint64_t kMaxAnswerBytes = std::uint64_t{64} << 20;

using PlainStream = beast::tcp_stream;
using TlsStream = beast::ssl_stream<beast::tcp_stream>;

http::request<http::string_body> as_http(const Request& request, const Address& address) {
    const std::string origin = address.origin();
    http::request<http::string_body> out;
    out.method_string(request.method);
    out.target(request.target);
    out.version(11);
    out.set(http::field::host, origin.substr(origin.find("//") + 2));
    out.set(http::field::user_agent, "hotline");
    out.set(http::field::accept, "application/json, text/plain, application/octet-stream, */*;q=0.1");
    out.set(http::field::accept_language, "vi");
    if (!request.token.empty()) out.set(http::field::authorization, "Bearer " + request.token);
    if (!request.idempotency_key.empty()) out.set("Idempotency-Key", request.idempotency_key);
    if (!request.body.empty()) {
        out.set(http::field::content_type, "application/json");
        out.body() = request.body;
    }
    out.prepare_payload();
    return out;
}

}  // namespace

struct Connection::Inner {
    asio::io_context io{1};
    asio::ssl::context tls{asio::ssl::context::tls_client};
    std::variant<PlainStream, TlsStream> stream{std::in_place_type<PlainStream>, io};
    beast::flat_buffer buffer;
    Address address;
    bool open = false;

    beast::tcp_stream& socket() {
        return std::visit([](auto& s) -> beast::tcp_stream& { return beast::get_lowest_layer(s); }, stream);
    }

    /// Runs one asynchronous step to its end, with the step's deadline: Beast's deadlines bind only such
    /// steps.
    template <class Start>
    error_code wait(Start start) {
        error_code result = asio::error::would_block;
        socket().expires_after(kStepTime);
        start([&result](error_code ec, auto&&...) { result = ec; });
        io.restart();
        io.run();
        return result;
    }

    Failure broken(error_code ec) {
        open = false;
        return {ExitCode::unreachable, fmt::format(msg::kUnreachable, address.origin(), ec.message())};
    }

    error_code send(const http::request<http::string_body>& request) {
        return wait([&](auto done) {
            std::visit([&](auto& s) { http::async_write(s, request, std::move(done)); }, stream);
        });
    }
    template <class Parser>
    error_code read_header(Parser& parser) {
        return wait([&](auto done) {
            std::visit([&](auto& s) { http::async_read_header(s, buffer, parser, std::move(done)); }, stream);
        });
    }
    /// Reads to the end in pieces, each with its own deadline: a large file may take longer than one.
    template <class Parser>
    error_code read_rest(Parser& parser) {
        error_code ec;
        while (!ec && !parser.is_done()) {
            ec = wait([&](auto done) {
                std::visit([&](auto& s) { http::async_read_some(s, buffer, parser, std::move(done)); },
                           stream);
            });
        }
        return ec;
    }
    Outcome<Answer> read_text(http::response_parser<http::string_body>&& parser) {
        parser.body_limit(kMaxAnswerBytes);
        if (const error_code ec = read_rest(parser)) return broken(ec);
        open = parser.get().keep_alive();
        return Answer{.status = parser.get().result_int(), .body = std::move(parser.get().body())};
    }
};

Connection::Connection(std::unique_ptr<Inner> inner) : inner_(std::move(inner)) {}
Connection::~Connection() = default;

bool Connection::reusable() const noexcept {
    return inner_->open;
}

Outcome<std::unique_ptr<Connection>> Connection::open(const Address& address, const Trust& trust) {
    auto inner = std::make_unique<Inner>();
    inner->address = address;
    error_code ec;
    asio::ip::tcp::resolver resolver(inner->io);
    const auto endpoints = resolver.resolve(address.host, address.port, ec);
    if (ec) return inner->broken(ec);
    if (address.tls) {
        if (auto ready = trust_servers(inner->tls, trust); !ready) return ready.error();
        inner->stream.emplace<TlsStream>(inner->io, inner->tls);
    }
    ec = inner->wait([&](auto done) { inner->socket().async_connect(endpoints, std::move(done)); });
    if (ec) return inner->broken(ec);
    if (auto* stream = std::get_if<TlsStream>(&inner->stream)) {
        expect_host(*stream->native_handle(), address.host, trust);
        ec = inner->wait(
            [&](auto done) { stream->async_handshake(asio::ssl::stream_base::client, std::move(done)); });
        if (ec && is_certificate_problem(*stream->native_handle(), ec)) {
            return Failure{ExitCode::failed, fmt::format(msg::kUntrusted, address.origin(), ec.message())};
        }
        if (ec) return inner->broken(ec);
        if (auto held = check_pin(*stream->native_handle(), trust); !held) return held.error();
    }
    inner->open = true;
    return std::unique_ptr<Connection>(new Connection(std::move(inner)));
}

Outcome<Answer> Connection::exchange(const Request& request) {
    if (const error_code ec = inner_->send(as_http(request, inner_->address))) return inner_->broken(ec);
    return inner_->read_text(http::response_parser<http::string_body>());
}

Outcome<Answer> Connection::download(const Request& request, const std::filesystem::path& path) {
    if (const error_code ec = inner_->send(as_http(request, inner_->address))) return inner_->broken(ec);
    http::response_parser<http::empty_body> header;
    header.body_limit(boost::none);
    if (const error_code ec = inner_->read_header(header)) return inner_->broken(ec);
    if (header.get().result() != http::status::ok) {
        return inner_->read_text(http::response_parser<http::string_body>(std::move(header)));
    }
    http::response_parser<http::file_body> file(std::move(header));
    error_code ec;
    file.get().body().open(path.c_str(), beast::file_mode::write, ec);
    if (ec) return Failure{ExitCode::failed, fmt::format(msg::kCannotWrite, path.string())};
    if (ec = inner_->read_rest(file); ec) return inner_->broken(ec);
    inner_->open = file.get().keep_alive();
    return Answer{.status = file.get().result_int(), .body = {}};
}

}  // namespace hotline::cli
