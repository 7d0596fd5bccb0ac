#include "server/access/totp.hpp"

#include <array>
#include <fmt/format.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <stdexcept>

namespace hotline::access {
namespace {

constexpr std::chrono::seconds kStep{30};
constexpr std::size_t kSha1Bytes = 20;

/// Percent-encodes what RFC 3986 does not leave unreserved.
std::string percent_encoded(std::string_view text) {
    std::string out;
    for (const char c : text) {
        const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                           c == '-' || c == '.' || c == '_' || c == '~';
        if (plain) {
            out += c;
        } else {
            out += fmt::format("%{:02X}", static_cast<unsigned char>(c));
        }
    }
    return out;
}

}  // namespace

std::uint64_t totp_step(storage::Time at) noexcept {
    return static_cast<std::uint64_t>(at.time_since_epoch() / kStep);
}

SecretBytes totp_code(ByteView secret, std::uint64_t step, unsigned digits) {
    std::array<std::uint8_t, 8> counter{};
    for (std::size_t i = 0; i < counter.size(); ++i)
        counter[i] = static_cast<std::uint8_t>(step >> (56 - (8 * i)));
    std::array<std::uint8_t, kSha1Bytes> mac{};
    unsigned size = 0;
    if (HMAC(EVP_sha1(), secret.data(), static_cast<int>(secret.size()), counter.data(), counter.size(),
             mac.data(), &size) == nullptr ||
        size != mac.size())
        throw std::runtime_error("HMAC-SHA-1 is not available");
    const std::size_t offset = mac[kSha1Bytes - 1] & 0x0FU;
    std::uint32_t number = 0;
    for (std::size_t i = 0; i < 4; ++i) number = (number << 8U) | mac.at(offset + i);
    number &= 0x7FFFFFFFU;
    wipe(mac);

    SecretBytes code(digits);
    for (unsigned i = digits; i > 0; --i, number /= 10)
        code.expose_secret_for_writing()[i - 1] = static_cast<std::uint8_t>('0' + number % 10);
    return code;
}

std::optional<std::uint64_t> accepted_step(const vault::TotpSecret& secret, std::string_view code,
                                           storage::Time now, std::uint64_t last_step) {
    const std::uint64_t current = totp_step(now);
    std::optional<std::uint64_t> accepted;
    for (const std::uint64_t step : {current - 1, current, current + 1}) {
        const bool same =
            equal_constant_time(totp_code(secret.expose_secret(), step).expose_secret(), as_bytes(code));
        if (same && step > last_step) accepted = step;
    }
    return accepted;
}

SecretBytes totp_secret_text(const vault::TotpSecret& secret) {
    constexpr std::string_view kAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    SecretBytes text;
    std::uint32_t bits = 0;
    unsigned count = 0;
    for (const std::uint8_t byte : secret.expose_secret()) {
        bits = (bits << 8U) | byte;
        for (count += 8; count >= 5; count -= 5)
            text.append(kAlphabet.substr((bits >> (count - 5)) & 0x1FU, 1));
    }
    return text;
}

SecretBytes totp_uri(const vault::TotpSecret& secret, std::string_view issuer, std::string_view username) {
    const std::string name = percent_encoded(issuer);
    SecretBytes uri = SecretBytes::from_text(
        fmt::format("otpauth://totp/{}:{}?issuer={}&secret=", name, percent_encoded(username), name));
    uri.append(totp_secret_text(secret).expose_secret());
    return uri;
}

}  // namespace hotline::access
