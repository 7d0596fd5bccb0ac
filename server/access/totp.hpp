#pragma once

#include "server/vault/account_secrets.hpp"
#include "storage/records.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace hotline::access {

/// One-time codes by time (RFC 6238): HMAC-SHA-1, six digits, steps of 30 seconds.
inline constexpr unsigned kTotpDigits = 6;

/// The step that a moment belongs to: whole half minutes since 1970.
[[nodiscard]] std::uint64_t totp_step(storage::Time at) noexcept;
/// The code of one step (RFC 4226, section 5.3), with leading zeros.
[[nodiscard]] SecretBytes totp_code(ByteView secret, std::uint64_t step, unsigned digits = kTotpDigits);
/// The step whose code this is: the current one, the one before or the one after (clocks differ), but none
/// that is not newer than `last_step`: a code serves once. All three are compared, in constant time.
[[nodiscard]] std::optional<std::uint64_t> accepted_step(const vault::TotpSecret& secret,
                                                         std::string_view code, storage::Time now,
                                                         std::uint64_t last_step);

/// The secret as people type it: base32 (RFC 4648, section 6) without padding, 32 characters.
[[nodiscard]] SecretBytes totp_secret_text(const vault::TotpSecret& secret);
/// otpauth://totp/ISSUER:USER?secret=…&issuer=…, as authenticators read it from a QR code.
[[nodiscard]] SecretBytes totp_uri(const vault::TotpSecret& secret, std::string_view issuer,
                                   std::string_view username);

}  // namespace hotline::access
