#pragma once

#include "crypto/secret.hpp"
#include "server/http/problem.hpp"

#include <boost/asio/awaitable.hpp>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace hotline::http {

/// Writes the body of a streamed answer, with back-pressure. Copies of it write to the same connection; it
/// must not be used after the producer has returned.
class StreamWriter {
public:
    /// What a connection offers to a stream; owned by the session.
    class Sink {
    public:
        virtual ~Sink() = default;
        virtual boost::asio::awaitable<bool> write(std::string_view piece) = 0;
        [[nodiscard]] virtual bool open() const noexcept = 0;
    };

    explicit StreamWriter(Sink* sink) noexcept : sink_(sink) {}
    /// Sends `piece` and waits until the socket has taken it. False when the client is gone, too slow, or the
    /// server drains: return then. The piece is wiped afterwards. An empty piece sends nothing.
    [[nodiscard]] boost::asio::awaitable<bool> write(std::string piece) const;
    /// The same for secret bytes.
    [[nodiscard]] boost::asio::awaitable<bool> write(SecretBytes piece) const;
    /// False when writing has no use any more.
    [[nodiscard]] bool open() const noexcept { return sink_->open(); }

private:
    Sink* sink_;
};

/// Produces a streamed body. It runs on the session's strand after the handler has returned and must own what
/// it uses. When the client of an event stream goes or the server drains, its waits are cancelled: they throw
/// boost::system::system_error (operation_aborted), which simply ends the stream.
/// Returning false cuts the connection, so that the client sees that a download is incomplete.
using Producer = std::move_only_function<boost::asio::awaitable<bool>(StreamWriter)>;

/// An answer. Made by handlers; the session adds the security headers, Date, Content-Length, X-Request-Id.
/// Move-only. `co_return result.error();` works: an Error becomes the problem of its code.
class Response {
public:
    /// A failure; rendered as problem+json in the client's language at the boundary, and logged there.
    // NOLINTBEGIN(google-explicit-constructor): `co_return row.error();` is the point
    Response(Error error) : Response(Problem{error.code, {}, {}, {}, std::move(error.internal)}) {}
    Response(Problem problem);
    // NOLINTEND(google-explicit-constructor)
    Response(const Response&) = delete;
    Response& operator=(const Response&) = delete;
    Response(Response&& other) noexcept;
    Response& operator=(Response&& other) noexcept;
    ~Response();
    [[nodiscard]] static Response fault(Fault fault);

    /// A status without a body, e.g. 204.
    [[nodiscard]] static Response empty(unsigned status);
    /// `application/json`; `text` is complete JSON. The text is wiped after sending.
    [[nodiscard]] static Response json(unsigned status, std::string text);
    [[nodiscard]] static Response json(unsigned status, SecretBytes text);
    /// Any media type. The bytes are wiped after sending.
    [[nodiscard]] static Response bytes(unsigned status, std::string_view media_type, std::string body);
    [[nodiscard]] static Response bytes(unsigned status, std::string_view media_type, SecretBytes body);
    /// Bytes that live in static memory or outlive the server (web files, openapi.json); sent without a copy.
    [[nodiscard]] static Response borrowed(unsigned status, std::string_view media_type,
                                           std::string_view body);
    /// `text/event-stream`: 200, never cached, ends the connection; holds no place among the running
    /// requests.
    [[nodiscard]] static Response event_stream(Producer producer);
    /// A long download. With `size` the producer must write exactly that many bytes; without, it is sent
    /// chunked.
    [[nodiscard]] static Response download(std::string_view media_type, std::optional<std::uint64_t> size,
                                           Producer producer);

    /// Adds a header field; a second one of the same name replaces the first except Set-Cookie. CR, LF or NUL
    /// in it is a bug of the caller: std::logic_error.
    Response& set(std::string_view name, std::string_view value) &;
    Response&& set(std::string_view name, std::string_view value) && {
        set(name, value);
        return std::move(*this);
    }

    [[nodiscard]] unsigned status() const noexcept { return status_; }
    /// The value of a header field set so far, for tests and middle layers.
    [[nodiscard]] std::optional<std::string_view> header(std::string_view name) const noexcept;
    /// The body when it is not streamed.
    [[nodiscard]] std::string_view body() const noexcept;
    /// The failure this answer reports, if it is one.
    [[nodiscard]] const Problem* problem() const noexcept { return problem_.get(); }

private:
    friend class ResponseWriter;
    struct Stream {
        Producer producer;
        std::optional<std::uint64_t> size;
        bool events = false;
    };
    Response() = default;

    unsigned status_ = 200;
    std::string media_type_;
    std::vector<std::pair<std::string, std::string>> headers_;
    std::variant<std::monostate, std::string, SecretBytes, std::string_view, Stream> body_;
    std::unique_ptr<Problem> problem_;
    std::optional<Fault> fault_;
};

}  // namespace hotline::http
