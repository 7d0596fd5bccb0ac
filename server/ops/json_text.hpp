#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace hotline::ops {

/// The length in bytes of the UTF-8 character at the front of `text`: 1..4, or 0 when the front is not one
/// (empty, cut off, overlong, a surrogate or above U+10FFFF). Source: RFC 3629, section 4.
[[nodiscard]] std::size_t utf8_length(std::string_view text) noexcept;

/// True when all of `text` is UTF-8.
[[nodiscard]] bool is_utf8(std::string_view text) noexcept;

/// Appends `text` as a JSON string with its quotes. Control characters, DEL and U+2028/9 are escaped; a byte
/// that is not UTF-8 becomes U+FFFD, so the result is always valid JSON on one line.
void append_json_string(std::string& out, std::string_view text);

/// Writes one flat JSON object straight into a text: for long lists, where a document in between would cost
/// more than the rest of the page. The braces are the caller's life: opened here, closed by `end`.
class JsonObject {
public:
    /// Appends to `out`, which is borrowed.
    explicit JsonObject(std::string& out);
    /// `name` is plain ASCII without quotes.
    JsonObject& text(std::string_view name, std::string_view value);
    JsonObject& text_or_null(std::string_view name, std::string_view value);  ///< null when empty
    JsonObject& number(std::string_view name, std::uint64_t value);
    JsonObject& flag(std::string_view name, bool value);
    void end();

private:
    void begin_member(std::string_view name);
    std::string* out_;
    bool first_ = true;
};

}  // namespace hotline::ops
