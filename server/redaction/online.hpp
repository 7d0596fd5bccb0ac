#pragma once

#include "server/redaction/reading.hpp"

namespace hotline::redaction {

/// Helpers of the detectors for addresses on the network.

[[nodiscard]] constexpr bool is_ascii_alnum(char32_t c) noexcept {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/// The text at this code point reads as `lower`, whatever its case.
[[nodiscard]] bool begins_with(const Document& document, std::size_t at, std::u32string_view lower) noexcept;

/// The address is of an organisation: a state or school domain, a general mailbox, a page of an office.
[[nodiscard]] bool is_public_address(const Document& document, std::size_t begin, std::size_t end) noexcept;

/// "a còng" begins at this token.
[[nodiscard]] bool is_spoken_at(const Reading& reading, std::size_t token) noexcept;
/// "chấm" stands at this token.
[[nodiscard]] bool is_spoken_dot(const Reading& reading, std::size_t token) noexcept;

}  // namespace hotline::redaction
