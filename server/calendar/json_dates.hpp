#pragma once

#include "server/calendar/working_time.hpp"

#include <stdexcept>

namespace hotline::calendar {

/// A fault in a data file, with its place; turned into bad_format at the edge of this room.
struct BadEntry : std::runtime_error {
    using std::runtime_error::runtime_error;
};

/// "2025". Throws BadEntry.
[[nodiscard]] int parse_number(std::string_view text);
/// "2025-12-31". Throws BadEntry.
[[nodiscard]] Day parse_day(std::string_view text);
/// "12-31". Throws BadEntry.
[[nodiscard]] std::chrono::month_day parse_month_day(std::string_view text);
/// "07:30", up to "24:00". Throws BadEntry.
[[nodiscard]] std::chrono::minutes parse_clock(std::string_view text);
/// The whole file. Errors: not_found.
[[nodiscard]] Result<std::string> read_file(const std::filesystem::path& file);

}  // namespace hotline::calendar
