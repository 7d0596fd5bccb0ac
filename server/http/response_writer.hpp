#pragma once

#include "server/http/request.hpp"
#include "server/http/response.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace hotline::http {

/// What the head of an answer depends on besides the answer.
struct HeadFacts {
    std::string_view request_id;
    bool head_request = false;  ///< HEAD: everything but the body
    bool keep_alive = false;
    bool http10 = false;
    bool tls = false;
};

/// Turns a Response into the bytes of an HTTP/1.1 answer; the only class that sees its insides.
class ResponseWriter {
public:
    /// How the body travels.
    enum class Framing : std::uint8_t { none, sized, chunked, until_close };

    /// Renders failures as problem+json; call it before the others.
    /// @param english  language of the problem
    static void render_failure(Response& response, std::string_view request_id, bool english);
    /// Status line and header fields, with the empty line.
    [[nodiscard]] static std::string head(const Response& response, const HeadFacts& facts);
    [[nodiscard]] static Framing framing(const Response& response, const HeadFacts& facts) noexcept;
    [[nodiscard]] static bool is_stream(const Response& response) noexcept;
    [[nodiscard]] static bool is_event_stream(const Response& response) noexcept;
    /// The bytes that a streamed answer promised, if it did.
    [[nodiscard]] static std::optional<std::uint64_t> stream_size(const Response& response) noexcept;
    [[nodiscard]] static Producer take_producer(Response& response);
    /// The failure's name for the log: "not_found", "timed-out", or empty when all went well.
    [[nodiscard]] static std::string_view failure_name(const Response& response) noexcept;
};

}  // namespace hotline::http
