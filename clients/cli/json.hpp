#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>

namespace hotline::cli {

/// JSON that keeps the order in which the server wrote its keys.
using Json = nlohmann::ordered_json;

/// The text of `object[key]`; empty when it is absent, null or of another type.
[[nodiscard]] std::string text_at(const Json& object, std::string_view key);
/// The whole number of `object[key]`, if it is one.
[[nodiscard]] std::optional<std::uint64_t> number_at(const Json& object, std::string_view key);
/// Whether `object[key]` is true.
[[nodiscard]] bool flag_at(const Json& object, std::string_view key);
/// `object[key]` when it is an array or an object, else an empty array.
[[nodiscard]] const Json& part_at(const Json& object, std::string_view key);
/// The texts of the array `object[key]`, joined.
[[nodiscard]] std::string joined_at(const Json& object, std::string_view key, std::string_view between);

/// The value of a whole JSON text, or nothing when it is not JSON.
[[nodiscard]] std::optional<Json> parse_json(std::string_view text);
/// One line without blanks; bytes that are not UTF-8 become U+FFFD.
[[nodiscard]] std::string dump_line(const Json& value);

}  // namespace hotline::cli
