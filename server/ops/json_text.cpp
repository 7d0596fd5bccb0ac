#include "server/ops/json_text.hpp"

#include <algorithm>
#include <cstdint>
#include <fmt/format.h>
#include <iterator>

namespace hotline::ops {
namespace {

std::uint8_t byte_at(std::string_view text, std::size_t i) noexcept {
    return static_cast<std::uint8_t>(text[i]);
}

/// The range that the second byte must be in; it rules out overlong forms, surrogates and what is above
/// U+10FFFF.
struct SecondByte {
    std::uint8_t low = 0x80;
    std::uint8_t high = 0xBF;
};

SecondByte second_byte_after(std::uint8_t lead) noexcept {
    switch (lead) {
        case 0xE0:
            return {0xA0, 0xBF};
        case 0xED:
            return {0x80, 0x9F};
        case 0xF0:
            return {0x90, 0xBF};
        case 0xF4:
            return {0x80, 0x8F};
        default:
            return {};
    }
}

std::size_t announced_length(std::uint8_t lead) noexcept {
    if (lead < 0x80) return 1;
    if (lead >= 0xC2 && lead <= 0xDF) return 2;
    if (lead >= 0xE0 && lead <= 0xEF) return 3;
    if (lead >= 0xF0 && lead <= 0xF4) return 4;
    return 0;
}

/// The bytes at the front of `text` that stand in JSON as they are.
std::size_t plain_prefix(std::string_view text) noexcept {
    std::size_t end = 0;
    while (end < text.size()) {
        const std::uint8_t c = byte_at(text, end);
        if (c < 0x80) {
            if (c < 0x20 || c == '"' || c == '\\' || c == 0x7F) break;
            ++end;
            continue;
        }
        const std::string_view rest = text.substr(end);
        const std::size_t length = utf8_length(rest);
        if (length == 0 || rest.starts_with("\u2028") || rest.starts_with("\u2029")) break;
        end += length;
    }
    return end;
}

void append_ascii(std::string& out, char c) {
    switch (c) {
        case '"':
            out += "\\\"";
            return;
        case '\\':
            out += "\\\\";
            return;
        case '\n':
            out += "\\n";
            return;
        case '\r':
            out += "\\r";
            return;
        case '\t':
            out += "\\t";
            return;
        default:
            break;
    }
    if (c >= 0x20 && c != 0x7F) {
        out += c;
    } else {
        fmt::format_to(std::back_inserter(out), "\\u{:04x}", static_cast<unsigned>(c));
    }
}

}  // namespace

std::size_t utf8_length(std::string_view text) noexcept {
    if (text.empty()) return 0;
    const std::uint8_t lead = byte_at(text, 0);
    const std::size_t length = announced_length(lead);
    if (length <= 1 || length > text.size()) return length > text.size() ? 0 : length;
    const SecondByte second = second_byte_after(lead);
    if (byte_at(text, 1) < second.low || byte_at(text, 1) > second.high) return 0;
    for (std::size_t i = 2; i < length; ++i) {
        if ((byte_at(text, i) & 0xC0U) != 0x80) return 0;
    }
    return length;
}

bool is_utf8(std::string_view text) noexcept {
    while (!text.empty()) {
        const std::size_t length = utf8_length(text);
        if (length == 0) return false;
        text.remove_prefix(length);
    }
    return true;
}

void append_json_string(std::string& out, std::string_view text) {
    out += '"';
    while (!text.empty()) {
        const std::size_t plain = plain_prefix(text);
        out += text.substr(0, plain);
        text.remove_prefix(plain);
        if (text.empty()) break;
        const std::size_t length = utf8_length(text);
        if (length == 0) {
            out += "\xEF\xBF\xBD";
        } else if (length == 1) {
            append_ascii(out, text[0]);
        } else {
            out += text.starts_with("\u2028") ? "\\u2028" : "\\u2029";
        }
        text.remove_prefix(std::max<std::size_t>(length, 1));
    }
    out += '"';
}

JsonObject::JsonObject(std::string& out) : out_(&out) {
    out += '{';
}

void JsonObject::begin_member(std::string_view name) {
    if (!first_) *out_ += ',';
    first_ = false;
    *out_ += '"';
    *out_ += name;
    *out_ += "\":";
}

JsonObject& JsonObject::text(std::string_view name, std::string_view value) {
    begin_member(name);
    append_json_string(*out_, value);
    return *this;
}

JsonObject& JsonObject::text_or_null(std::string_view name, std::string_view value) {
    if (!value.empty()) return text(name, value);
    begin_member(name);
    *out_ += "null";
    return *this;
}

JsonObject& JsonObject::number(std::string_view name, std::uint64_t value) {
    begin_member(name);
    *out_ += std::to_string(value);
    return *this;
}

JsonObject& JsonObject::flag(std::string_view name, bool value) {
    begin_member(name);
    *out_ += value ? "true" : "false";
    return *this;
}

void JsonObject::end() {
    *out_ += '}';
}

}  // namespace hotline::ops
