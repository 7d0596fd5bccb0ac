#include "server/http/response_writer.hpp"

#include "server/http/http_date.hpp"

#include <array>
#include <boost/beast/http/status.hpp>
#include <iterator>

namespace hotline::http {
namespace {

struct DefaultField {
    std::string_view name;
    std::string_view value;
};

/// On every answer unless the handler set its own. The policy is for an API; pages bring theirs (security.md,
/// section 8). Nothing is cached unless a handler says that it may be.
constexpr std::array kDefaults{
    DefaultField{"Cache-Control", "no-store"},
    DefaultField{"Content-Security-Policy",
                 "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"},
    DefaultField{"Cross-Origin-Embedder-Policy", "require-corp"},
    DefaultField{"Cross-Origin-Opener-Policy", "same-origin"},
    DefaultField{"Cross-Origin-Resource-Policy", "same-origin"},
    DefaultField{"Referrer-Policy", "no-referrer"},
    DefaultField{"X-Content-Type-Options", "nosniff"},
    DefaultField{"X-Frame-Options", "DENY"},
};
constexpr std::string_view kTwoYears = "max-age=63072000; includeSubDomains";

void append_field(std::string& out, std::string_view name, std::string_view value) {
    out += name;
    out += ": ";
    out += value;
    out += "\r\n";
}

void append_status_line(std::string& out, unsigned status) {
    out += "HTTP/1.1 ";
    out += std::to_string(status);
    out += ' ';
    const auto reason = boost::beast::http::obsolete_reason(static_cast<boost::beast::http::status>(status));
    out.append(reason.data(), reason.size());
    out += "\r\n";
}

bool has_no_body(unsigned status) noexcept {
    return status == 204 || status == 304;
}

}  // namespace

void ResponseWriter::render_failure(Response& response, std::string_view request_id, bool english) {
    if (!response.problem_ && !response.fault_) return;
    RenderedProblem rendered = response.problem_ ? render(*response.problem_, request_id, english)
                                                 : render(*response.fault_, request_id, english);
    response.status_ = rendered.status;
    response.media_type_ = "application/problem+json";
    response.body_ = std::move(rendered.json);
    response.set("Content-Language", english ? "en" : "vi");
    if (rendered.retry_after_s) response.set("Retry-After", std::to_string(*rendered.retry_after_s));
    const bool must_sign_in = response.status_ == 401 && !response.header("WWW-Authenticate");
    if (must_sign_in) response.set("WWW-Authenticate", "Bearer");
}

std::string ResponseWriter::head(const Response& response, const HeadFacts& facts) {
    std::string out;
    out.reserve(1024);
    append_status_line(out, response.status_);
    append_field(out, "Date", http_date_now());
    if (!response.media_type_.empty()) append_field(out, "Content-Type", response.media_type_);
    for (const auto& [name, value] : response.headers_) append_field(out, name, value);
    for (const DefaultField& field : kDefaults) {
        if (!response.header(field.name)) append_field(out, field.name, field.value);
    }
    if (facts.tls) append_field(out, "Strict-Transport-Security", kTwoYears);
    append_field(out, "X-Request-Id", facts.request_id);
    switch (framing(response, facts)) {
        case Framing::sized: {
            const std::uint64_t size = stream_size(response).value_or(response.body().size());
            append_field(out, "Content-Length", std::to_string(size));
            break;
        }
        case Framing::chunked:
            append_field(out, "Transfer-Encoding", "chunked");
            break;
        case Framing::none:
        case Framing::until_close:
            break;
    }
    if (!facts.keep_alive) append_field(out, "Connection", "close");
    if (facts.keep_alive && facts.http10) append_field(out, "Connection", "keep-alive");
    out += "\r\n";
    return out;
}

ResponseWriter::Framing ResponseWriter::framing(const Response& response, const HeadFacts& facts) noexcept {
    if (has_no_body(response.status_)) return Framing::none;
    if (!is_stream(response) || stream_size(response)) return Framing::sized;
    return facts.http10 ? Framing::until_close : Framing::chunked;
}

bool ResponseWriter::is_stream(const Response& response) noexcept {
    return std::holds_alternative<Response::Stream>(response.body_);
}

bool ResponseWriter::is_event_stream(const Response& response) noexcept {
    const auto* stream = std::get_if<Response::Stream>(&response.body_);
    return stream != nullptr && stream->events;
}

std::optional<std::uint64_t> ResponseWriter::stream_size(const Response& response) noexcept {
    const auto* stream = std::get_if<Response::Stream>(&response.body_);
    return stream != nullptr ? stream->size : std::nullopt;
}

Producer ResponseWriter::take_producer(Response& response) {
    return std::move(std::get<Response::Stream>(response.body_).producer);
}

std::string_view ResponseWriter::failure_name(const Response& response) noexcept {
    if (response.problem_) return name_of(response.problem_->code);
    if (response.fault_) return name_of(*response.fault_);
    return {};
}

}  // namespace hotline::http
