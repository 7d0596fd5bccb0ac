#pragma once

#include "crypto/bytes.hpp"

#include <chrono>
#include <optional>

namespace hotline::storage::sqlite {

/// One value of a row as SQLite stores it; text and blobs are borrowed.
struct Value {
    enum class Kind : std::uint8_t { null = 0, integer = 1, text = 2, blob = 3 };
    Kind kind = Kind::null;
    std::int64_t integer = 0;
    ByteView bytes;
};

[[nodiscard]] inline Value to_value(const Value& value) noexcept {
    return value;
}
[[nodiscard]] inline Value to_value(std::nullptr_t) noexcept {
    return {};
}
template <class Integer>
    requires std::is_integral_v<Integer> || std::is_enum_v<Integer>
[[nodiscard]] Value to_value(Integer value) noexcept {
    return {Value::Kind::integer, static_cast<std::int64_t>(value), {}};
}
[[nodiscard]] inline Value to_value(std::string_view text) noexcept {
    return {Value::Kind::text, 0, as_bytes(text)};
}
[[nodiscard]] inline Value to_value(const std::string& text) noexcept {
    return to_value(std::string_view(text));
}
[[nodiscard]] inline Value to_value(ByteView blob) noexcept {
    return {Value::Kind::blob, 0, blob};
}
[[nodiscard]] inline Value to_value(const Bytes& blob) noexcept {
    return to_value(ByteView(blob));
}
template <std::size_t N, class Tag>
[[nodiscard]] Value to_value(const FixedBytes<N, Tag>& blob) noexcept {
    return to_value(blob.view());
}
[[nodiscard]] inline Value to_value(std::chrono::sys_time<std::chrono::milliseconds> time) noexcept {
    return to_value(std::int64_t{time.time_since_epoch().count()});
}
template <class Inner>
[[nodiscard]] Value to_value(const std::optional<Inner>& value) noexcept {
    return value ? to_value(*value) : Value{};
}

/// The last column of most tables: tells that a value of the row was changed by something other than this
/// program (a failing disk, a hand in the database). It has no key: who can compute it can forge it.
using RowSum = FixedBytes<16, struct RowSumTag>;

/// BLAKE2b-256("1022/row/v1" ‖ table ‖ 00 ‖ values)[0..15]; a value is its kind's byte, then eight bytes
/// little-endian: the integer, or the length of the bytes that follow.
[[nodiscard]] RowSum sum_of(std::string_view table, std::span<const Value> values);

}  // namespace hotline::storage::sqlite
