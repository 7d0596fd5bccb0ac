#include "server/http/response.hpp"

#include "server/http/wipe_string.hpp"

#include <algorithm>
#include <boost/beast/core/string.hpp>
#include <stdexcept>

namespace hotline::http {
namespace {

using boost::beast::iequals;

bool is_clean(std::string_view text) noexcept {
    return text.find_first_of(std::string_view("\r\n\0", 3)) == std::string_view::npos;
}

}  // namespace

boost::asio::awaitable<bool> StreamWriter::write(std::string piece) const {
    const WipeAtEnd guard(&piece);
    co_return co_await sink_->write(piece);
}

boost::asio::awaitable<bool> StreamWriter::write(SecretBytes piece) const {
    co_return co_await sink_->write(piece.expose_text());
}

Response::Response(Problem problem)
    : status_(status_of(problem.code)), problem_(std::make_unique<Problem>(std::move(problem))) {}

Response::Response(Response&&) noexcept = default;

Response& Response::operator=(Response&& other) noexcept {
    if (this == &other) return *this;
    this->~Response();
    return *std::construct_at(this, std::move(other));
}

Response::~Response() {
    if (auto* text = std::get_if<std::string>(&body_)) wipe_string(*text);
}

Response Response::fault(Fault fault) {
    Response response;
    response.status_ = status_of(fault);
    response.fault_ = fault;
    return response;
}

Response Response::empty(unsigned status) {
    Response response;
    response.status_ = status;
    return response;
}

Response Response::json(unsigned status, std::string text) {
    return bytes(status, "application/json", std::move(text));
}

Response Response::json(unsigned status, SecretBytes text) {
    return bytes(status, "application/json", std::move(text));
}

Response Response::bytes(unsigned status, std::string_view media_type, std::string body) {
    Response response = empty(status);
    response.media_type_ = media_type;
    response.body_ = std::move(body);
    return response;
}

Response Response::bytes(unsigned status, std::string_view media_type, SecretBytes body) {
    Response response = empty(status);
    response.media_type_ = media_type;
    response.body_ = std::move(body);
    return response;
}

Response Response::borrowed(unsigned status, std::string_view media_type, std::string_view body) {
    Response response = empty(status);
    response.media_type_ = media_type;
    response.body_ = body;
    return response;
}

Response Response::event_stream(Producer producer) {
    Response response = empty(200);
    response.media_type_ = "text/event-stream";
    response.body_ = Stream{std::move(producer), std::nullopt, true};
    return response;
}

Response Response::download(std::string_view media_type, std::optional<std::uint64_t> size,
                            Producer producer) {
    Response response = empty(200);
    response.media_type_ = media_type;
    response.body_ = Stream{std::move(producer), size, false};
    return response;
}

Response& Response::set(std::string_view name, std::string_view value) & {
    if (!is_clean(name) || !is_clean(value)) throw std::logic_error("line end in a header field");
    auto same = [name](const auto& field) { return iequals(field.first, name); };
    if (!iequals(name, "set-cookie")) std::erase_if(headers_, same);
    headers_.emplace_back(name, value);
    return *this;
}

std::optional<std::string_view> Response::header(std::string_view name) const noexcept {
    for (const auto& [key, value] : headers_) {
        if (iequals(key, name)) return value;
    }
    return std::nullopt;
}

std::string_view Response::body() const noexcept {
    if (const auto* text = std::get_if<std::string>(&body_)) return *text;
    if (const auto* secret = std::get_if<SecretBytes>(&body_)) return secret->expose_text();
    if (const auto* borrowed = std::get_if<std::string_view>(&body_)) return *borrowed;
    return {};
}

}  // namespace hotline::http
