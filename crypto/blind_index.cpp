#include "crypto/blind_index.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>

namespace hotline::crypto {
namespace {

/// A mobile prefix of 11-digit numbers, as it was before 2018-09-15, and what stands in its place since.
struct OldPrefix {
    std::string_view before;  ///< after the leading 0
    std::string_view now;
};
constexpr std::array<OldPrefix, 21> kOldPrefixes{{
    {"120", "70"}, {"121", "79"}, {"122", "77"}, {"126", "76"}, {"128", "78"}, {"123", "83"}, {"124", "84"},
    {"125", "85"}, {"127", "81"}, {"129", "82"}, {"162", "32"}, {"163", "33"}, {"164", "34"}, {"165", "35"},
    {"166", "36"}, {"167", "37"}, {"168", "38"}, {"169", "39"}, {"186", "56"}, {"188", "58"}, {"199", "59"},
}};

constexpr std::size_t kMaxValueBytes = 320;  // the longest e-mail address
constexpr std::size_t kMobileDigits = 9;     // after 0 or +84
constexpr std::size_t kOldMobileDigits = 10;
constexpr std::size_t kLandlineDigits = 10;

bool is_digit(char c) noexcept {
    return c >= '0' && c <= '9';
}

/// The digits of `value`, which may hold blanks, dots, dashes and brackets between them.
Result<SecretBytes> digits_of(std::string_view value) {
    static constexpr std::string_view kPunctuation = " .-()\t/";
    SecretBytes out(value.size());
    std::size_t size = 0;
    for (const char c : value) {
        if (kPunctuation.contains(c)) continue;
        if (!is_digit(c)) return fail(Errc::bad_input, "something that is not a digit");
        out.expose_secret_for_writing()[size++] = static_cast<std::uint8_t>(c);
    }
    out.truncate(size);
    return out;
}

/// +84 and the number as it is dialled today. Errors: bad_input.
Result<SecretBytes> vietnamese(std::string_view national) {
    SecretBytes out = SecretBytes::from_text("+84");
    if (national.size() == kOldMobileDigits && national.starts_with('1')) {
        const auto* old = std::ranges::find(kOldPrefixes, national.substr(0, 3), &OldPrefix::before);
        if (old == kOldPrefixes.end()) return fail(Errc::bad_input, "a prefix that never was");
        out.append(old->now);
        out.append(national.substr(3));
        return out;
    }
    const bool mobile = national.size() == kMobileDigits && std::string_view("35789").contains(national[0]);
    const bool landline = national.size() == kLandlineDigits && national.starts_with('2');
    if (!mobile && !landline) return fail(Errc::bad_input, "not a telephone number of Vietnam");
    out.append(national);
    return out;
}

Result<SecretBytes> foreign(std::string_view digits) {
    if (digits.size() < 8 || digits.size() > 15) return fail(Errc::bad_input, "not an E.164 number");
    SecretBytes out = SecretBytes::from_text("+");
    out.append(digits);
    return out;
}

/// Errors: bad_input.
Result<SecretBytes> normalize_phone(std::string_view value) {
    const std::size_t start = value.find_first_not_of(" \t(");
    const bool plus = start != std::string_view::npos && value[start] == '+';
    auto cleaned = digits_of(plus ? value.substr(start + 1) : value);
    if (!cleaned) return cleaned.error();
    std::string_view digits = cleaned->expose_text();
    bool international = plus;
    if (!plus && digits.starts_with("00")) {
        international = true;
        digits.remove_prefix(2);
    }
    // 84… without a plus: too long to be a national number that begins with 84.
    const bool bare_84 = !international && digits.starts_with("84") && digits.size() > kMobileDigits + 1;
    if (digits.starts_with("84") && (international || bare_84)) {
        digits.remove_prefix(2);
        if (digits.starts_with('0')) digits.remove_prefix(1);  // +84 (0)912…
        return vietnamese(digits);
    }
    if (international) return foreign(digits);
    if (!digits.starts_with('0')) return fail(Errc::bad_input, "not a whole telephone number");
    return vietnamese(digits.substr(1));
}

/// Citizen ids have 12 digits; those issued before 2016 have 9. Errors: bad_input.
Result<SecretBytes> normalize_citizen_id(std::string_view value) {
    auto digits = digits_of(value);
    if (!digits) return digits.error();
    if (digits->size() != 9 && digits->size() != 12) return fail(Errc::bad_input, "not a citizen id");
    return digits;
}

/// Errors: bad_input.
Result<SecretBytes> normalize_email(std::string_view value) {
    const std::size_t first = value.find_first_not_of(" \t");
    if (first == std::string_view::npos) return fail(Errc::bad_input, "an empty e-mail address");
    value = value.substr(first, value.find_last_not_of(" \t") - first + 1);
    const std::size_t at = value.find('@');
    const bool two_parts = at != std::string_view::npos && at != 0 && at + 1 < value.size();
    if (!two_parts || value.find_first_of(" \t\n\r") != std::string_view::npos) {
        return fail(Errc::bad_input, "not an e-mail address");
    }
    SecretBytes out = SecretBytes::from_text(value);
    for (std::uint8_t& byte : out.expose_secret_for_writing()) {
        if (byte >= 'A' && byte <= 'Z') byte = static_cast<std::uint8_t>(byte - 'A' + 'a');
    }
    return out;
}

}  // namespace

Result<SecretBytes> normalize_for_index(IndexField field, std::string_view value) {
    if (value.size() > kMaxValueBytes) return fail(Errc::bad_input, "longer than any such value");
    switch (field) {
        case IndexField::phone:
            return normalize_phone(value);
        case IndexField::citizen_id:
            return normalize_citizen_id(value);
        case IndexField::email:
            return normalize_email(value);
    }
    return fail(Errc::bad_input, "no such field");
}

std::uint32_t blind_index(const IndexKey& key, IndexField field, ByteView normalized,
                          unsigned bits) noexcept {
    const unsigned width = std::clamp(bits, 8U, 32U);
    const auto field_byte = static_cast<std::uint8_t>(field);
    const Hash32 hash =
        blake2b(key.expose_secret(), {as_bytes("1022/bidx/v1"), ByteView(&field_byte, 1), normalized});
    std::uint32_t first = 0;
    for (std::size_t i = 0; i < 4; ++i) first = (first << 8) | hash.bytes[i];
    return first >> (32 - width);
}

}  // namespace hotline::crypto
