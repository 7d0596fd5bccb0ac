#include "server/http/request_reader.hpp"

#include "server/http/accept_language.hpp"
#include "server/http/request_id.hpp"
#include "server/http/target.hpp"

#include <algorithm>
#include <array>
#include <boost/beast/core/string.hpp>
#include <boost/beast/http/error.hpp>

namespace hotline::http {
namespace {

using boost::beast::http::error;
using boost::beast::http::field;
using boost::beast::http::verb;

/// Memory that is asked for before the first byte of a body has come.
constexpr std::size_t kFirstBodyBytes = 64 * 1024;

/// Fields whose second appearance would let two programs read a request in two ways.
constexpr std::array kSingletons{field::host,         field::content_length, field::transfer_encoding,
                                 field::content_type, field::authorization,  field::cookie,
                                 field::expect,       field::if_match};

std::optional<Method> method_of(verb name) noexcept {
    switch (name) {
        case verb::get:
            return Method::get;
        case verb::head:
            return Method::head;
        case verb::post:
            return Method::post;
        case verb::put:
            return Method::put;
        case verb::patch:
            return Method::patch;
        case verb::delete_:
            return Method::del;
        default:
            return std::nullopt;
    }
}

/// True when a request line ends in a version that is well formed, whichever it is.
bool names_a_version(std::string_view bytes) noexcept {
    constexpr std::string_view kForm = " HTTP/d.d";
    const std::string_view line = bytes.substr(0, std::min(bytes.find("\r\n"), bytes.size()));
    if (line.size() < kForm.size()) return false;
    const std::string_view version = line.substr(line.size() - kForm.size());
    return std::ranges::equal(
        version, kForm, [](char c, char form) { return form == 'd' ? c >= '0' && c <= '9' : c == form; });
}

/// @param bytes  what the parser stumbled over
Fault fault_of(const boost::beast::error_code& ec, std::string_view bytes) noexcept {
    if (ec == error::header_limit) return Fault::header_too_large;
    if (ec == error::body_limit) return Fault::body_too_large;
    if (ec == error::bad_version && names_a_version(bytes)) return Fault::http_version;
    return Fault::malformed;
}

bool has_folded_line(std::string_view header) noexcept {
    return header.find("\n ") != std::string_view::npos || header.find("\n\t") != std::string_view::npos;
}

bool is_number(std::string_view text) noexcept {
    return !text.empty() && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

}  // namespace

RequestReader::RequestReader(const Limits* limits) : limits_(limits) {
    header_limit(static_cast<std::uint32_t>(limits->header_bytes));
    body_limit(boost::none);  // the route says it, in begin_body
}

std::size_t RequestReader::feed(std::string_view bytes) {
    const bool in_header = !header_done();
    std::size_t used = 0;
    while (used < bytes.size() && !fault_ && !done() && (!in_header || !header_done())) {
        ErrorCode ec;
        used += put(boost::asio::const_buffer(bytes.data() + used, bytes.size() - used), ec);
        if (ec == error::need_more) break;
        if (ec && !fault_) fault_ = fault_of(ec, bytes);
    }
    if (in_header) {
        header_used_ += used;
        const std::size_t seen = header_used_ + (header_done() ? 0 : bytes.size() - used);
        if (seen > limits_->header_bytes && !fault_) fault_ = Fault::header_too_large;
        // Beast joins folded lines; others read them as two, so they are refused (RFC 9112, section 5.2).
        if (!fault_ && has_folded_line(bytes.substr(0, used))) fault_ = Fault::malformed;
    }
    return used;
}

void RequestReader::begin_body(std::size_t max_bytes) {
    body_limit(max_bytes);
    eager(true);
}

std::optional<std::uint64_t> RequestReader::announced_body() const {
    const auto length = content_length();
    return length ? std::optional<std::uint64_t>(*length) : std::nullopt;
}

void RequestReader::set_origin(const boost::asio::ip::address& peer, bool tls) {
    request_.peer_ = peer;
    request_.tls_ = tls;
    request_.id_ = make_request_id();
    request_.english_ = prefers_english(request_.header("accept-language").value_or(""));
}

void RequestReader::on_request_impl(Verb verb, View, View target, int version, ErrorCode& ec) {
    version_ = version;
    const std::optional<Method> method = method_of(verb);
    if (!method) return refuse(Fault::method_unknown, ec);
    request_.method_ = *method;
    request_.head_.reserve(1024);
    request_.fields_.reserve(16);
    if (!read_target({target.data(), target.size()})) refuse(Fault::malformed, ec);
}

void RequestReader::on_field_impl(FieldName name, View name_text, View value, ErrorCode& ec) {
    if (header_done()) return;  // a trailer: nobody asked for it
    if (request_.fields_.size() >= limits_->header_fields) return refuse(Fault::header_too_large, ec);
    if (repeats_singleton(name)) return refuse(Fault::malformed, ec);
    const bool only_chunked = boost::beast::iequals(value, "chunked") && !http10();
    if (name == field::transfer_encoding && !only_chunked) return refuse(Fault::malformed, ec);
    // Beast takes a list of equal lengths for one; another program on the way may not.
    if (name == field::content_length && !is_number({value.data(), value.size()}))
        return refuse(Fault::malformed, ec);
    const Request::Span key = keep({name_text.data(), name_text.size()});
    request_.fields_.emplace_back(key, keep({value.data(), value.size()}));
}

void RequestReader::on_header_impl(ErrorCode& ec) {
    const bool has_host = (seen_singletons_ & 1U) != 0;
    if (!has_host && !http10()) refuse(Fault::malformed, ec);
}

void RequestReader::on_body_init_impl(const boost::optional<std::uint64_t>& length, ErrorCode&) {
    request_.body_.reserve(
        static_cast<std::size_t>(std::min<std::uint64_t>(length.value_or(0), kFirstBodyBytes)));
}

std::size_t RequestReader::on_body_impl(View body, ErrorCode&) {
    request_.body_.append({body.data(), body.size()});
    return body.size();
}

std::size_t RequestReader::on_chunk_body_impl(std::uint64_t, View body, ErrorCode& ec) {
    return on_body_impl(body, ec);
}

void RequestReader::refuse(Fault fault, ErrorCode& ec) noexcept {
    fault_ = fault;
    ec = error::bad_value;  // any error stops the parser; `fault_` says which it is
}

bool RequestReader::read_target(std::string_view target) {
    const std::size_t mark = std::min(target.find('?'), target.size());
    const std::size_t before = request_.head_.size();
    if (!decode_path(target.substr(0, mark), request_.head_)) return false;
    request_.path_ = {static_cast<std::uint32_t>(before),
                      static_cast<std::uint32_t>(request_.head_.size() - before)};
    return mark == target.size() || read_query(target.substr(mark + 1));
}

bool RequestReader::read_query(std::string_view query) {
    while (!query.empty()) {
        const std::size_t end = std::min(query.find('&'), query.size());
        const std::string_view pair = query.substr(0, end);
        query.remove_prefix(std::min(end + 1, query.size()));
        const std::size_t equals = std::min(pair.find('='), pair.size());
        const auto start = static_cast<std::uint32_t>(request_.head_.size());
        if (equals == 0 || !decode_query_part(pair.substr(0, equals), request_.head_)) return false;
        const auto middle = static_cast<std::uint32_t>(request_.head_.size());
        const std::string_view value = pair.substr(std::min(equals + 1, pair.size()));
        if (!decode_query_part(value, request_.head_)) return false;
        const Request::Span name{start, middle - start};
        if (request_.query(request_.view(name))) return false;
        request_.query_.emplace_back(
            name, Request::Span{middle, static_cast<std::uint32_t>(request_.head_.size()) - middle});
    }
    return true;
}

bool RequestReader::repeats_singleton(FieldName name) noexcept {
    const auto* const found = std::ranges::find(kSingletons, name);
    if (found == kSingletons.end()) return false;
    const std::uint32_t bit = 1U << static_cast<unsigned>(found - kSingletons.begin());
    const bool again = (seen_singletons_ & bit) != 0;
    seen_singletons_ |= bit;
    return again;
}

Request::Span RequestReader::keep(std::string_view text) {
    const auto offset = static_cast<std::uint32_t>(request_.head_.size());
    request_.head_.append(text);
    return {offset, static_cast<std::uint32_t>(text.size())};
}

}  // namespace hotline::http
