#pragma once

#include <concepts>
#include <cstdint>
#include <functional>
#include <initializer_list>
#include <string>
#include <string_view>
#include <variant>

namespace hotline::ops {

enum class LogLevel { debug, info, warn, error };

/// A number, a truth value or a text without personal data. The text is borrowed for the call only.
/// Wiping types do not convert to it, on purpose.
class LogValue {
public:
    // NOLINTBEGIN(google-explicit-constructor): `{"status", 404}` is the point
    template <std::integral I>
    LogValue(I number) noexcept {
        if constexpr (std::same_as<I, bool>) {
            value_ = number;
        } else if constexpr (std::signed_integral<I>) {
            value_ = static_cast<std::int64_t>(number);
        } else {
            value_ = static_cast<std::uint64_t>(number);
        }
    }
    LogValue(double number) noexcept : value_(number) {}
    LogValue(std::string_view text) noexcept : value_(text) {}
    LogValue(const char* text) noexcept : value_(std::string_view(text)) {}
    LogValue(const std::string& text) noexcept : value_(std::string_view(text)) {}
    // NOLINTEND(google-explicit-constructor)

    using Value = std::variant<bool, std::int64_t, std::uint64_t, double, std::string_view>;
    [[nodiscard]] const Value& get() const noexcept { return value_; }

private:
    Value value_ = false;
};

struct LogField {
    std::string_view key;  ///< snake_case ASCII
    LogValue value;
};

/// Lines below `minimum` are dropped. Thread-safe; the default is info.
void set_log_level(LogLevel minimum) noexcept;

/// Sends the lines to `sink` instead of stderr, each without its line feed; an empty function restores
/// stderr. For tests; call it while nobody logs.
void set_log_sink(std::function<void(std::string_view)> sink);

/// Writes one JSON line to stderr: `{"time":…,"level":…,"event":…,KEY:VALUE,…}`.
///
/// @param event   dotted lower-case name, e.g. "http.request_failed"
/// @param fields  values without personal data; control characters and bytes that are not UTF-8 are escaped
/// Thread-safe; a line is written whole.
void log_event(LogLevel level, std::string_view event, std::initializer_list<LogField> fields = {});

}  // namespace hotline::ops
