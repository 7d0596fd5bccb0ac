#pragma once

#include "server/http/wiped_buffer.hpp"

#include <boost/asio/ip/address.hpp>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace hotline::http {

/// The methods this server knows; all others answer 501.
enum class Method : std::uint8_t { get, head, post, put, patch, del };
inline constexpr std::size_t kMethods = 6;
/// "GET", "HEAD", …
[[nodiscard]] std::string_view name_of(Method method) noexcept;

/// A request as a handler sees it. Move-only; everything in it is wiped when it dies, and views into it live
/// as long as it does, also across a move.
class Request {
public:
    [[nodiscard]] Method method() const noexcept { return method_; }
    /// Percent-decoded UTF-8 without NUL, control characters, dot segments, or encoded slashes; starts with
    /// '/'.
    [[nodiscard]] std::string_view path() const noexcept { return view(path_); }
    /// The decoded UTF-8 value of a query parameter. A name given twice was refused with 400 before.
    [[nodiscard]] std::optional<std::string_view> query(std::string_view name) const noexcept;
    /// The names of all query parameters, to refuse unknown ones.
    [[nodiscard]] std::vector<std::string_view> query_names() const;
    /// The value of a header field, name in any case; the first when it came more than once.
    [[nodiscard]] std::optional<std::string_view> header(std::string_view name) const noexcept;
    /// The values of a header field that may come more than once, in order.
    [[nodiscard]] std::vector<std::string_view> headers(std::string_view name) const;
    /// The value of a cookie.
    [[nodiscard]] std::optional<std::string_view> cookie(std::string_view name) const noexcept;
    /// The token of `Authorization: Bearer TOKEN`.
    [[nodiscard]] std::optional<std::string_view> bearer_token() const noexcept;
    /// Empty while `authorize` runs.
    [[nodiscard]] std::string_view body() const noexcept { return body_.text(); }
    /// Who asks: the other end of the connection, or whom a trusted proxy there speaks for.
    [[nodiscard]] const boost::asio::ip::address& peer() const noexcept { return peer_; }
    [[nodiscard]] bool tls() const noexcept { return tls_; }
    /// Random, 24 hexadecimal digits: in X-Request-Id, in `instance` of a problem and in the log.
    [[nodiscard]] std::string_view id() const noexcept { return id_; }
    /// True when the client prefers English to Vietnamese (Accept-Language).
    [[nodiscard]] bool english() const noexcept { return english_; }

private:
    friend class RequestReader;
    friend class RequestBuilder;
    struct Span {
        std::uint32_t offset = 0;
        std::uint32_t size = 0;
    };
    using Named = std::pair<Span, Span>;
    [[nodiscard]] std::string_view view(Span span) const noexcept {
        return head_.text().substr(span.offset, span.size);
    }

    WipedBuffer head_;  // all texts of the header, one after the other
    WipedBuffer body_;
    std::vector<Named> fields_;
    std::vector<Named> query_;
    Span path_;
    boost::asio::ip::address peer_;
    std::string id_;
    Method method_ = Method::get;
    bool tls_ = false;
    bool english_ = false;
};

}  // namespace hotline::http
