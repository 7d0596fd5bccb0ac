#pragma once

#include "server/calendar/calendar.hpp"

#include <initializer_list>
#include <nlohmann/json_fwd.hpp>
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

/// "2026-02-13T16:00", Vietnam's time. Errors: bad_input.
[[nodiscard]] Result<UtcTime> parse_local(std::string_view text);

/// The text behind a key that must be there and not empty. Throws BadEntry.
[[nodiscard]] std::string text_of(const nlohmann::json& object, const char* key);
/// The text behind a key, or `otherwise` when the key is left out. Throws BadEntry.
[[nodiscard]] std::string text_or(const nlohmann::json& object, const char* key, std::string_view otherwise);
/// Refuses what a person misspelt: every key of the object must be one of these. Throws BadEntry.
void only_keys(const nlohmann::json& object, std::initializer_list<std::string_view> known);

/// Runs `read`, which may throw BadEntry, and says where in the file the fault was: "place: fault".
template <class Read>
auto at_place(const std::string& place, Read read) {
    try {
        return read();
    } catch (const BadEntry& fault) {
        throw BadEntry(place + ": " + fault.what());
    }
}

/// The whole file, up to a megabyte. Errors: not_found, too_large.
[[nodiscard]] Result<std::string> read_file(const std::filesystem::path& file);

}  // namespace hotline::calendar
