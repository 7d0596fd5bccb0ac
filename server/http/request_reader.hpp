#pragma once

#include "server/http/limits.hpp"
#include "server/http/problem.hpp"
#include "server/http/request.hpp"

#include <boost/beast/http/basic_parser.hpp>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace hotline::http {

/// Parses one request out of the bytes of a connection, in pieces as they come. Beast's parser knows the
/// grammar; this class refuses what is ambiguous and keeps everything in wiping memory. One request each;
/// lives on its session.
class RequestReader final : private boost::beast::http::basic_parser<true> {
public:
    using Parser = boost::beast::http::basic_parser<true>;

    /// @param limits  borrowed; must outlive the reader
    explicit RequestReader(const Limits* limits);

    /// Parses as much as it can of `bytes` (the unread bytes of the connection, from the front) and returns
    /// how many it used up. Stops at the end of the header until `begin_body`.
    [[nodiscard]] std::size_t feed(std::string_view bytes);
    /// Allows a body of at most `max_bytes`.
    void begin_body(std::size_t max_bytes);

    [[nodiscard]] bool header_done() const { return is_header_done(); }
    /// Nothing of a request has come yet.
    [[nodiscard]] bool untouched() const { return !got_some(); }
    [[nodiscard]] bool done() const { return is_done(); }
    /// What is wrong with the bytes so far; nothing more can be read after it.
    [[nodiscard]] std::optional<Fault> fault() const noexcept { return fault_; }
    /// Content-Length, or nothing when it is not known (none, or chunked).
    [[nodiscard]] std::optional<std::uint64_t> announced_body() const;
    [[nodiscard]] bool keep_alive() const { return header_done() && Parser::keep_alive(); }
    [[nodiscard]] bool http10() const noexcept { return version_ < 11; }

    [[nodiscard]] Request& request() noexcept { return request_; }
    [[nodiscard]] const Request& request() const noexcept { return request_; }
    [[nodiscard]] Request take() noexcept { return std::move(request_); }
    /// Who sent it; call once the header is done.
    void set_origin(const boost::asio::ip::address& peer, bool tls);

private:
    using ErrorCode = boost::beast::error_code;
    using View = boost::beast::string_view;
    using Verb = boost::beast::http::verb;
    using FieldName = boost::beast::http::field;

    void on_request_impl(Verb verb, View method, View target, int version, ErrorCode& ec) override;
    void on_response_impl(int, View, int, ErrorCode&) override {}
    void on_field_impl(FieldName name, View name_text, View value, ErrorCode& ec) override;
    void on_header_impl(ErrorCode& ec) override;
    void on_body_init_impl(const boost::optional<std::uint64_t>& length, ErrorCode& ec) override;
    std::size_t on_body_impl(View body, ErrorCode& ec) override;
    void on_chunk_header_impl(std::uint64_t, View, ErrorCode&) override {}
    std::size_t on_chunk_body_impl(std::uint64_t remain, View body, ErrorCode& ec) override;
    void on_finish_impl(ErrorCode&) override {}

    void refuse(Fault fault, ErrorCode& ec) noexcept;
    [[nodiscard]] bool read_target(std::string_view target);
    [[nodiscard]] bool read_query(std::string_view query);
    [[nodiscard]] bool repeats_singleton(FieldName name) noexcept;
    Request::Span keep(std::string_view text);

    const Limits* limits_;
    Request request_;
    std::optional<Fault> fault_;
    std::size_t header_used_ = 0;
    std::uint32_t seen_singletons_ = 0;
    int version_ = 11;
};

}  // namespace hotline::http
