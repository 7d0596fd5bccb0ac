#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace hotline::access {

/// Bounds of a new password, in code points after NFC.
inline constexpr std::size_t kShortestPassword = 12;
inline constexpr std::size_t kLongestPassword = 128;

enum class PasswordFault : std::uint8_t {
    malformed,  ///< not UTF-8, or a NUL
    too_short,
    too_long,
    common,    ///< among what is tried first: data/common_passwords.txt, digits only, one thing repeated
    username,  ///< the user's own name, or it with digits
};

/// What is wrong with a new password, if anything. No rule asks for kinds of characters.
/// @param password  as it was typed
[[nodiscard]] std::optional<PasswordFault> fault_of_password(std::string_view password,
                                                             std::string_view username);
/// The fault as a sentence for people, Vietnamese.
[[nodiscard]] std::string_view sentence_of(PasswordFault fault) noexcept;

}  // namespace hotline::access
