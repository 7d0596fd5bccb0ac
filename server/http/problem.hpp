#pragma once

#include "crypto/result.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace hotline::http {

/// What is wrong with one field of the input.
struct FieldError {
    std::string pointer;  ///< JSON pointer (RFC 6901) into the body, or the name of a query parameter
    std::string detail;   ///< for people, in the language of the answer; no personal data
};

/// A failure on its way to the client. `internal` goes to the log only; no personal data in any member.
struct Problem {
    Errc code = Errc::internal;
    std::vector<FieldError> errors;
    std::optional<std::uint32_t> version;  ///< with conflict: the current version
    std::optional<int> retry_after_s;      ///< with busy, rate_limited, …: Retry-After; these default to 1
    std::string internal;
};

/// Failures of the protocol itself, before a handler is asked.
enum class Fault : std::uint8_t {
    malformed,           ///< 400
    path_unknown,        ///< 404
    method_not_allowed,  ///< 405, with Allow
    timed_out,           ///< 408
    body_too_large,      ///< 413
    media_type,          ///< 415
    expectation,         ///< 417
    header_too_large,    ///< 431
    method_unknown,      ///< 501
    overloaded,          ///< 503, with Retry-After
    http_version,        ///< 505
};
[[nodiscard]] std::string_view name_of(Fault fault) noexcept;

/// A problem as HTTP shows it (RFC 9457).
struct RenderedProblem {
    unsigned status = 500;
    std::string json;  ///< application/problem+json
    std::optional<int> retry_after_s;
};

/// The one place where an error code becomes HTTP.
/// @param instance  the request id
/// @param english   English instead of Vietnamese
[[nodiscard]] RenderedProblem render(const Problem& problem, std::string_view instance, bool english);
[[nodiscard]] RenderedProblem render(Fault fault, std::string_view instance, bool english);

/// The HTTP status of a code, for tables and tests.
[[nodiscard]] unsigned status_of(Errc code) noexcept;
[[nodiscard]] unsigned status_of(Fault fault) noexcept;

}  // namespace hotline::http
