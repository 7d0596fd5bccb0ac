#pragma once

#include <charconv>
#include <cstdint>
#include <optional>
#include <string_view>

namespace hotline::cli {

/// A decimal number without sign, blanks or leading zeros: every number has one spelling.
[[nodiscard]] inline std::optional<std::uint64_t> parse_decimal(std::string_view text) {
    std::uint64_t value = 0;
    const char* const last = text.data() + text.size();
    const auto [end, problem] = std::from_chars(text.data(), last, value);
    if (problem != std::errc{} || end != last || (text.size() > 1 && text.front() == '0'))
        return std::nullopt;
    return value;
}

}  // namespace hotline::cli
