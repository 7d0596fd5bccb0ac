#include "server/http/session.hpp"

#include "server/ops/log.hpp"

#include <algorithm>
#include <array>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/beast/core/string.hpp>
#include <exception>
#include <fmt/format.h>
#include <typeinfo>

namespace hotline::http {
namespace {

namespace asio = boost::asio;
using ErrorCode = boost::system::error_code;
using namespace std::chrono_literals;

constexpr std::size_t kFirstRead = 4 * 1024;
constexpr std::size_t kBodyRead = 64 * 1024;
constexpr std::string_view kContinue = "HTTP/1.1 100 Continue\r\n\r\n";

bool is_json(std::string_view content_type) noexcept {
    const std::string_view type = content_type.substr(0, content_type.find(';'));
    const std::size_t end = type.find_last_not_of(" \t");
    return end != std::string_view::npos &&
           boost::beast::iequals(type.substr(0, end + 1), "application/json");
}

/// A fixed time plus what the least acceptable rate needs for so many bytes.
std::chrono::nanoseconds time_for(std::chrono::seconds base, std::uint64_t bytes, std::size_t rate) noexcept {
    return base + std::chrono::milliseconds(bytes * 1000 / std::max<std::size_t>(rate, 1));
}

std::size_t max_body_of(const RouteInfo& info, const Limits& limits) noexcept {
    const bool reads = info.method == Method::get || info.method == Method::head;
    return info.max_body.value_or(reads ? 0 : limits.body_bytes);
}

/// Only the exception's type: its text may quote what it failed on.
Response response_to(const std::exception& bug) {
    return fail(Errc::internal, std::string("exception of type ") + typeid(bug).name());
}

}  // namespace

Session::Session(const ServerParts* parts, std::unique_ptr<Transport> transport, asio::any_io_executor strand,
                 asio::ip::address peer, bool tls)
    : parts_(parts),
      transport_(std::move(transport)),
      watch_(strand, transport_.get()),
      drain_signal_(strand, asio::steady_timer::time_point::max()),
      peer_(std::move(peer)),
      tls_(tls) {}

asio::awaitable<void> Session::run() {
    watch_.allow(parts_->limits.handshake_time);
    const auto [handshake_error, none] = co_await transport_->handshake();
    if (handshake_error) co_return;
    while (co_await next_request_begins()) {
        if (!co_await serve_request()) break;
    }
    co_await finish();
}

void Session::drain() noexcept {
    draining_ = true;
    drain_signal_.cancel();
    if (waiting_for_request_) transport_->cancel();
}

void Session::abort() noexcept {
    draining_ = true;
    gone_ = true;
    drain_signal_.cancel();
    transport_->close();
}

asio::awaitable<bool> Session::next_request_begins() {
    if (!input_.empty()) co_return !draining_;
    if (draining_) co_return false;
    input_.release();  // an idle connection holds no buffer
    watch_.allow(parts_->limits.idle_time);
    waiting_for_request_ = true;
    const auto [ec, none] = co_await transport_->wait_readable();
    const bool more = !ec && co_await read_more(kFirstRead);
    waiting_for_request_ = false;
    co_return more;
}

asio::awaitable<bool> Session::serve_request() {
    Exchange exchange(&parts_->limits);
    if (!co_await read_header(&exchange)) co_return false;
    Response response = co_await answer_guarded(&exchange);
    if (!exchange.reader.done()) absorb_unread_body(exchange.reader);
    co_return co_await send(&exchange, std::move(response));
}

/// False when the client went away before it had asked for anything.
asio::awaitable<bool> Session::read_header(Exchange* exchange) {
    RequestReader& reader = exchange->reader;
    feed(reader);
    if (!reader.header_done() && !reader.fault()) watch_.allow(parts_->limits.header_time);
    while (!reader.header_done() && !reader.fault()) {
        if (!co_await read_more(kFirstRead)) {
            if (!watch_.expired()) co_return false;
            break;
        }
        feed(reader);
    }
    watch_.relax();  // handlers bound their own time
    exchange->started = SteadyClock::now();
    const std::vector<std::string_view> forwarded = reader.request().headers("x-forwarded-for");
    reader.set_origin(parts_->proxies.client_of(peer_, forwarded), tls_);
    exchange->id = reader.request().id();
    exchange->method = reader.request().method();
    exchange->english = reader.request().english();
    co_return true;
}

asio::awaitable<Response> Session::answer_guarded(Exchange* exchange) {
    try {
        co_return co_await answer(exchange);
    } catch (const std::exception& bug) {
        co_return response_to(bug);
    }
}

asio::awaitable<Response> Session::answer(Exchange* exchange) {
    RequestReader& reader = exchange->reader;
    if (reader.fault()) co_return Response::fault(*reader.fault());
    if (!reader.header_done()) co_return Response::fault(Fault::timed_out);

    Router::Found found = parts_->router->find(exchange->method, reader.request().path());
    if (found.route == nullptr && found.allow.empty()) co_return Response::fault(Fault::path_unknown);
    if (found.route == nullptr)
        co_return Response::fault(Fault::method_not_allowed).set("Allow", found.allow);
    exchange->route = found.route;

    Gate::Ticket ticket = parts_->gate->try_enter();
    if (!ticket) ticket = co_await parts_->gate->enter();
    if (!ticket) co_return Response::fault(Fault::overloaded);
    if (found.route->authorize) {
        Admission admission = co_await found.route->authorize(&reader.request(), &found.match);
        if (auto* refusal = std::get_if<Response>(&admission)) co_return std::move(*refusal);
        found.match.context = std::move(std::get<std::unique_ptr<RequestContext>>(admission));
    }

    const std::size_t max_body = max_body_of(found.route->info, parts_->limits);
    if (const auto fault = unacceptable_body(*exchange, max_body)) co_return Response::fault(*fault);
    reader.begin_body(max_body);
    feed(reader);
    if (!reader.done()) {
        ticket.give_back();  // a slow sender holds nobody's place
        if (!co_await read_body(exchange, max_body))
            co_return Response::fault(reader.fault().value_or(Fault::timed_out));
        ticket = co_await parts_->gate->enter();
        if (!ticket) co_return Response::fault(Fault::overloaded);
    }
    co_return co_await found.route->handler(reader.take(), std::move(found.match));
}

std::optional<Fault> Session::unacceptable_body(const Exchange& exchange, std::size_t max_body) {
    const RequestReader& reader = exchange.reader;
    if (reader.done()) return std::nullopt;
    if (reader.announced_body().value_or(0) > max_body || max_body == 0) return Fault::body_too_large;
    const Request& request = reader.request();
    if (exchange.route->info.json_body && !is_json(request.header("content-type").value_or(""))) {
        return Fault::media_type;
    }
    const auto expect = request.header("expect");
    if (expect && !boost::beast::iequals(*expect, "100-continue")) return Fault::expectation;
    return std::nullopt;
}

/// False when the body did not come whole: too slow, ill formed, too large, or the client went.
asio::awaitable<bool> Session::read_body(Exchange* exchange, std::size_t max_body) {
    RequestReader& reader = exchange->reader;
    const Limits& limits = parts_->limits;
    const std::uint64_t bytes = reader.announced_body().value_or(max_body);
    const bool waits_for_us = reader.request().header("expect").has_value() && !reader.http10();
    if (waits_for_us && input_.empty() && !co_await send_bytes(kContinue, {})) co_return false;
    watch_.allow(time_for(limits.body_time, bytes, limits.min_body_rate));
    while (!reader.done() && !reader.fault()) {
        if (!co_await read_more(kBodyRead)) break;
        feed(reader);
    }
    watch_.relax();
    co_return reader.done();
}

/// One read into free room of at least half of `room`; false at the end of the input, an error or a passed
/// bound.
asio::awaitable<bool> Session::read_more(std::size_t room) {
    if (input_.capacity() - input_.size() < room / 2) input_.reserve(input_.size() + room);
    std::size_t count = transport_->try_read(input_.free_space());
    if (count == 0) {
        const auto [ec, read] = co_await transport_->read_some(input_.free_space());
        if (ec) {
            gone_ = gone_ || !watch_.expired();
            co_return false;
        }
        count = read;
    }
    input_.commit(count);
    co_return true;
}

void Session::feed(RequestReader& reader) {
    if (!reader.header_done()) {
        // RFC 9112, section 2.2: an empty line before a request is passed over.
        while (reader.untouched() && input_.text().starts_with("\r\n")) input_.consume(2);
    }
    input_.consume(reader.feed(input_.text()));
}

/// A body that nobody wanted but that has come whole with its header does not cost the connection.
void Session::absorb_unread_body(RequestReader& reader) {
    if (!reader.fault() && reader.header_done()) {
        reader.begin_body(kBodyRead);
        feed(reader);
    }
    unread_input_ = !reader.done();
}

asio::awaitable<bool> Session::send(Exchange* exchange, Response response) {
    ResponseWriter::render_failure(response, exchange->id, exchange->english);
    record(*exchange, response);
    if (gone_) co_return false;
    streams_events_ = ResponseWriter::is_event_stream(response);
    HeadFacts facts{
        .request_id = exchange->id,
        .head_request = exchange->method == Method::head,
        .keep_alive = exchange->reader.keep_alive() && !unread_input_ && !draining_ && !streams_events_,
        .http10 = exchange->reader.http10(),
        .tls = tls_};
    framing_ = ResponseWriter::framing(response, facts);
    if (framing_ == ResponseWriter::Framing::until_close) facts.keep_alive = false;
    const bool keep_alive = facts.keep_alive;
    if (ResponseWriter::is_stream(response) && !facts.head_request) {
        co_return co_await send_stream(std::move(response), facts) && keep_alive;
    }
    const bool with_body = !facts.head_request && framing_ != ResponseWriter::Framing::none;
    const std::string head = ResponseWriter::head(response, facts);
    co_return co_await send_bytes(head, with_body ? response.body() : std::string_view()) && keep_alive;
}

/// False when the stream did not come to its own end, so that the connection must be cut.
asio::awaitable<bool> Session::send_stream(Response response, HeadFacts facts) {
    using namespace asio::experimental::awaitable_operators;
    const std::string head = ResponseWriter::head(response, facts);
    stream_left_ = ResponseWriter::stream_size(response).value_or(0);
    if (!co_await send_bytes(head, {})) co_return false;
    Producer producer = ResponseWriter::take_producer(response);
    bool whole = false;
    if (streams_events_) {
        const auto ended = co_await (produce(std::move(producer)) || watch_for_end());
        whole = ended.index() == 0 && std::get<0>(ended);
    } else {
        whole = co_await produce(std::move(producer));
    }
    whole = whole && stream_left_ == 0 && !gone_;
    if (whole && framing_ == ResponseWriter::Framing::chunked) whole = co_await send_bytes("0\r\n\r\n", {});
    if (!whole) gone_ = true;
    co_return whole;
}

asio::awaitable<bool> Session::produce(Producer producer) {
    try {
        co_return co_await producer(StreamWriter(this));
    } catch (const boost::system::system_error& cancelled) {
        if (cancelled.code() == asio::error::operation_aborted) co_return false;
        ops::log_event(ops::LogLevel::error, "http.stream_failed", {{"code", cancelled.code().value()}});
    } catch (const std::exception& bug) {
        ops::log_event(ops::LogLevel::error, "http.stream_failed", {{"type", typeid(bug).name()}});
    }
    co_return false;
}

/// Returns when the client of an event stream has gone or the server drains.
asio::awaitable<bool> Session::watch_for_end() {
    using namespace asio::experimental::awaitable_operators;
    constexpr auto kAwait = asio::as_tuple(asio::use_awaitable);
    std::array<char, 256> unwanted{};
    while (!draining_ && !gone_) {
        const auto first = co_await (transport_->read_some(unwanted) || drain_signal_.async_wait(kAwait));
        if (first.index() != 0) continue;
        const ErrorCode ec = std::get<0>(std::get<0>(first));
        if (ec == asio::error::operation_aborted) break;  // the producer has ended by itself
        if (ec) gone_ = true;
    }
    co_return true;
}

/// Sends all of it; false when the client is gone or too slow. The texts must live until it returns.
asio::awaitable<bool> Session::send_bytes(std::string_view head, std::string_view body) {
    const std::size_t total = head.size() + body.size();
    const std::size_t sent = transport_->try_write(head, body);
    if (sent == total) co_return true;
    body.remove_prefix(sent > head.size() ? sent - head.size() : 0);
    head.remove_prefix(std::min(sent, head.size()));
    watch_.allow(time_for(parts_->limits.write_time, total - sent, parts_->limits.min_body_rate));
    const auto [ec, rest] = co_await transport_->write(head, body);
    watch_.relax();
    if (ec) gone_ = true;
    co_return !ec;
}

asio::awaitable<bool> Session::send_chunk(std::string_view piece) {
    const std::string size_line = fmt::format("{:x}\r\n", piece.size());
    co_return co_await send_bytes(size_line, piece) && co_await send_bytes("\r\n", {});
}

asio::awaitable<bool> Session::write(std::string_view piece) {
    if (!open()) co_return false;
    if (piece.empty()) co_return true;
    if (framing_ == ResponseWriter::Framing::chunked) co_return co_await send_chunk(piece);
    if (framing_ == ResponseWriter::Framing::sized) {
        if (piece.size() > stream_left_) throw std::logic_error("a download is longer than it said");
        stream_left_ -= piece.size();
    }
    co_return co_await send_bytes(piece, {});
}

bool Session::open() const noexcept {
    return !gone_ && !(draining_ && streams_events_);
}

/// Reads what an ill client still sends for a little while: closing at once would reset the connection and
/// take the answer away from it (RFC 9112, section 9.6).
asio::awaitable<void> Session::discard_input() {
    std::array<char, 4096> unwanted{};
    for (;;) {
        const auto [ec, count] = co_await transport_->read_some(unwanted);
        if (ec) break;
        wipe({reinterpret_cast<std::uint8_t*>(unwanted.data()), count});
    }
}

asio::awaitable<void> Session::finish() {
    if (gone_) {
        transport_->close();
        co_return;
    }
    watch_.allow(parts_->limits.linger_time);
    const auto [ec, none] = co_await transport_->finish_sending();
    if (!ec && unread_input_) co_await discard_input();
    watch_.relax();
    transport_->close();
}

void Session::record(const Exchange& exchange, const Response& response) const {
    const auto took = SteadyClock::now() - exchange.started;
    if (!parts_->route_metrics.empty()) {
        const std::size_t last = parts_->route_metrics.size() - 1;
        const std::size_t index = exchange.route != nullptr ? exchange.route->index : last;
        parts_->route_metrics[index]->count(response.status(), took);
    }
    const std::string_view failure = ResponseWriter::failure_name(response);
    if (failure.empty() && response.status() < 400) return;
    const auto level = response.status() >= 500 ? ops::LogLevel::error : ops::LogLevel::info;
    const std::string_view internal =
        response.problem() != nullptr ? std::string_view(response.problem()->internal) : std::string_view();
    const std::string_view route =
        exchange.route != nullptr ? std::string_view(exchange.route->info.pattern) : std::string_view("-");
    ops::log_event(level, "http.request_failed",
                   {{"method", name_of(exchange.method)},
                    {"route", route},
                    {"status", response.status()},
                    {"error", failure},
                    {"internal", internal},
                    {"request_id", exchange.id},
                    {"us", std::chrono::duration_cast<std::chrono::microseconds>(took).count()}});
}

}  // namespace hotline::http
