#include "crypto/token.hpp"

#include <algorithm>

namespace hotline::crypto {
namespace {

constexpr std::string_view kCrockford = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
constexpr std::size_t kYearDigits = 2;
constexpr std::size_t kMinSerialDigits = 6;
constexpr std::size_t kMaxReferenceDigits = 14;
constexpr std::size_t kMaxTypedBytes = 256;
constexpr std::size_t kGroup = 4;

template <class Secret>
using Characters = SecretFixed<Secret::size * 8 / 5, struct CrockfordTag>;

template <class Secret>
Characters<Secret> encode(const Secret& secret) noexcept {
    static_assert(Secret::size % 5 == 0, "whole groups of 8 characters");
    Characters<Secret> out;
    auto at = out.expose_secret_for_writing().begin();
    unsigned bits = 0;
    unsigned count = 0;
    for (const std::uint8_t byte : secret.expose_secret()) {
        bits = (bits << 8) | byte;
        for (count += 8; count >= 5; count -= 5) {
            *at++ = static_cast<std::uint8_t>(kCrockford[(bits >> (count - 5)) & 31]);
        }
    }
    return out;
}

/// The value of a Crockford character in canonical form, 0..31.
std::uint8_t value_of(char c) noexcept {
    return static_cast<std::uint8_t>(kCrockford.find(c));
}

/// `text` is Secret::size * 8 / 5 canonical characters.
template <class Secret>
Secret decode(std::string_view text) noexcept {
    Secret out;
    auto at = out.expose_secret_for_writing().begin();
    unsigned bits = 0;
    unsigned count = 0;
    for (const char c : text) {
        bits = (bits << 5) | value_of(c);
        count += 5;
        if (count < 8) continue;
        count -= 8;
        *at++ = static_cast<std::uint8_t>(bits >> count);
    }
    return out;
}

/// Upper case, with I and L as 1 and O as 0; zero for what is not of the alphabet.
char canonical(char c) noexcept {
    const char upper = (c >= 'a' && c <= 'z') ? static_cast<char>(c - 'a' + 'A') : c;
    if (upper == 'I' || upper == 'L') return '1';
    if (upper == 'O') return '0';
    return kCrockford.contains(upper) ? upper : '\0';
}

/// Bytes of the separator that `text` begins with, 0 when none. Besides blanks and the hyphen these are the
/// dashes (U+2010..U+2015) and the no-break space that phones and word processors put in their place.
std::size_t separator_bytes(std::string_view text) noexcept {
    if (text[0] == '-' || text[0] == ' ' || text[0] == '\t') return 1;
    if (text.starts_with("\xC2\xA0")) return 2;
    if (text.starts_with("\xE2\x80") && text.size() >= 3 && text[2] >= '\x90' && text[2] <= '\x95') return 3;
    return 0;
}

/// The characters that carry the code, in canonical form. Errors: bad_format.
Result<SecretBytes> clean(std::string_view text) {
    if (text.size() > kMaxTypedBytes) return fail(Errc::bad_format, "longer than any code");
    SecretBytes out(text.size());
    std::size_t size = 0;
    while (!text.empty()) {
        if (const std::size_t skip = separator_bytes(text); skip != 0) {
            text.remove_prefix(skip);
            continue;
        }
        const char c = canonical(text[0]);
        if (c == '\0') return fail(Errc::bad_format, "a character that no code has");
        out.expose_secret_for_writing()[size++] = static_cast<std::uint8_t>(c);
        text.remove_prefix(1);
    }
    out.truncate(size);
    return out;
}

/// Appends characters in groups of four with dashes between.
void append_groups(SecretBytes& out, ByteView characters) {
    for (std::size_t i = 0; i < characters.size(); i += kGroup) {
        if (i != 0) out.append("-");
        out.append(characters.subspan(i, kGroup));
    }
}

}  // namespace

SecretBytes format_tracking_code(std::string_view reference, const TrackingSecret& secret) {
    SecretBytes out = SecretBytes::from_text(reference);
    out.append("-");
    append_groups(out, encode(secret).expose_secret());
    return out;
}

Result<TrackingCode> parse_tracking_code(std::string_view text) {
    auto cleaned = clean(text);
    if (!cleaned) return cleaned.error();
    const std::string_view all = cleaned->expose_text();
    const std::size_t secret_size = TrackingSecret::size * 8 / 5;
    if (all.size() < secret_size + kYearDigits + kMinSerialDigits) {
        return fail(Errc::bad_format, "shorter than a tracking code");
    }
    const std::string_view reference = all.substr(0, all.size() - secret_size);
    const bool digits = std::ranges::all_of(reference, [](char c) { return c >= '0' && c <= '9'; });
    if (!digits || reference.size() > kMaxReferenceDigits) {
        return fail(Errc::bad_format, "not a case reference");
    }
    return TrackingCode{
        .reference =
            std::string(reference.substr(0, kYearDigits)) + '-' + std::string(reference.substr(kYearDigits)),
        .secret = decode<TrackingSecret>(all.substr(reference.size())),
    };
}

WrapKey citizen_key(const TrackingSecret& secret, const CaseId& case_id, const Salt16& salt) noexcept {
    return derive_secret<WrapKey>(encode(secret).expose_secret(),
                                  {as_bytes("1022/citizen/v1"), case_id.view(), salt.view()});
}

Kid citizen_kid(const Salt16& salt) noexcept {
    Kid kid;
    std::memcpy(kid.data(), blake2b({}, {as_bytes("1022/kid/v1"), salt.view()}).data(), Kid::size);
    return kid;
}

SecretBytes format_recovery_code(const RecoverySecret& secret) {
    SecretBytes out;
    append_groups(out, encode(secret).expose_secret());
    return out;
}

Result<RecoverySecret> parse_recovery_code(std::string_view text) {
    auto cleaned = clean(text);
    if (!cleaned) return cleaned.error();
    if (cleaned->size() != RecoverySecret::size * 8 / 5) {
        return fail(Errc::bad_format, "wrong length of a recovery code");
    }
    return decode<RecoverySecret>(cleaned->expose_text());
}

}  // namespace hotline::crypto
