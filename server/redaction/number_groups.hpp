#pragma once

#include "server/redaction/reading.hpp"

#include <array>
#include <optional>

namespace hotline::redaction {

/// Digits that stand together, with letters that look like digits (O for 0, l for 1) read as such.
struct DigitGroup {
    std::uint32_t begin = 0, end = 0;  ///< code points
    std::uint32_t first_digit = 0;     ///< index of its first digit in `Digits::values`
};

/// All digit groups of a text and their values.
struct Digits {
    WipedVector<DigitGroup> groups;
    WipedVector<std::uint8_t> values;

    [[nodiscard]] std::size_t count(std::size_t group) const noexcept {
        return (group + 1 < groups.size() ? groups[group + 1].first_digit : values.size()) -
               groups[group].first_digit;
    }
};
[[nodiscard]] Digits find_digits(const Document& document);

/// Digits of one or more neighbouring groups: at most 19 of them.
struct Run {
    static constexpr std::size_t kMost = 19;
    std::array<std::uint8_t, kMost> digit{};
    std::size_t count = 0;
    std::size_t last_group = 0;
    std::uint32_t begin = 0, end = 0;
};

/// The runs that begin with one group, shortest first: they end where groups end.
class RunReader {
public:
    RunReader(const Document& document, const Digits& digits, std::size_t first) noexcept;
    /// The next longer run; none when the gap behind is no gap within a number.
    [[nodiscard]] std::optional<Run> next() noexcept;

private:
    const Document& document_;
    const Digits& digits_;
    std::size_t group_;
    Run run_;
};

/// Up to three spaces, dots, dashes and the like on one line: what people put inside numbers.
[[nodiscard]] bool is_inner_gap(const Document& document, std::uint32_t begin, std::uint32_t end) noexcept;

}  // namespace hotline::redaction
