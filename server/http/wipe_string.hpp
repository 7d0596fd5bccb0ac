#pragma once

#include "crypto/secret.hpp"

#include <cstdint>
#include <string>

namespace hotline::http {

/// Wipes the characters of a string, small ones too, and empties it.
inline void wipe_string(std::string& text) noexcept {
    wipe({reinterpret_cast<std::uint8_t*>(text.data()), text.size()});
    text.clear();
}

/// Wipes a string at the end of its scope, whichever way it is left.
class WipeAtEnd {
public:
    explicit WipeAtEnd(std::string* text) noexcept : text_(text) {}
    WipeAtEnd(const WipeAtEnd&) = delete;
    WipeAtEnd& operator=(const WipeAtEnd&) = delete;
    ~WipeAtEnd() { wipe_string(*text_); }

private:
    std::string* text_;
};

}  // namespace hotline::http
