#include "server/access/password_rules.hpp"

#include "crypto/secret.hpp"
#include "server/access/embedded.hpp"
#include "server/redaction/text.hpp"

#include <algorithm>
#include <string>
#include <unordered_set>

namespace hotline::access {
namespace {

using Stems = std::unordered_set<std::string_view>;

bool is_digit(char c) noexcept {
    return c >= '0' && c <= '9';
}

const Stems& common_stems() {
    static const Stems stems = [] {
        Stems read;
        std::string_view rest = embedded_file("common_passwords.txt");
        while (!rest.empty()) {
            const std::size_t end = std::min(rest.find('\n'), rest.size());
            if (const std::string_view line = rest.substr(0, end); !line.empty() && line.front() != '#')
                read.insert(line);
            rest.remove_prefix(std::min(end + 1, rest.size()));
        }
        return read;
    }();
    return stems;
}

/// Lower case, without marks, ASCII letters and digits only. Wiped by the caller.
SecretBytes skeleton_of(std::string_view nfc) {
    std::string folded = redaction::fold(nfc);
    SecretBytes out;
    for (const char c : folded)
        if ((c >= 'a' && c <= 'z') || is_digit(c)) out.append(std::string_view(&c, 1));
    wipe({reinterpret_cast<std::uint8_t*>(folded.data()), folded.size()});
    return out;
}

std::string_view without_digits_around(std::string_view text) noexcept {
    while (!text.empty() && is_digit(text.front())) text.remove_prefix(1);
    while (!text.empty() && is_digit(text.back())) text.remove_suffix(1);
    return text;
}

/// One short thing several times: "abcabcabcabc", "aaaaaaaaaaaa".
bool is_repetition(std::string_view text) noexcept {
    constexpr std::size_t kLongestUnit = 6;
    for (std::size_t unit = 1; unit <= kLongestUnit && unit * 2 <= text.size(); ++unit)
        if (text.substr(unit) == text.substr(0, text.size() - unit)) return true;
    return false;
}

/// Every character is the next or the same distance from the one before: "abcdefghijkl", "987654321098".
bool is_sequence(std::string_view text) noexcept {
    const auto broken = [&](int step) {
        for (std::size_t i = 1; i < text.size(); ++i) {
            const int difference = text[i] - text[i - 1];
            if (difference != step && difference != -9 * step) return true;
        }
        return false;
    };
    return !broken(1) || !broken(-1);
}

bool is_common(std::string_view skeleton) {
    const Stems& stems = common_stems();
    const std::string_view core = without_digits_around(skeleton);
    if (core.empty() || stems.contains(skeleton) || stems.contains(core)) return true;
    if (is_repetition(skeleton) || is_repetition(core) || is_sequence(skeleton)) return true;
    for (std::size_t i = 1; i < core.size(); ++i)
        if (stems.contains(without_digits_around(core.substr(0, i))) &&
            stems.contains(without_digits_around(core.substr(i))))
            return true;
    return false;
}

}  // namespace

std::optional<PasswordFault> fault_of_password(std::string_view password, std::string_view username) {
    Result<SecretBytes> nfc = redaction::to_nfc(password);
    if (!nfc) return PasswordFault::malformed;
    const std::size_t length = redaction::count_code_points(nfc->expose_text());
    if (length < kShortestPassword) return PasswordFault::too_short;
    if (length > kLongestPassword) return PasswordFault::too_long;
    if (is_repetition(nfc->expose_text())) return PasswordFault::common;
    const SecretBytes skeleton = skeleton_of(nfc->expose_text());
    const SecretBytes name = skeleton_of(username);
    const std::string_view core = without_digits_around(skeleton.expose_text());
    if (!name.empty() &&
        (skeleton.expose_text() == name.expose_text() || core == without_digits_around(name.expose_text())))
        return PasswordFault::username;
    // What has hardly a letter or digit is not judged by them.
    if (skeleton.size() * 2 >= length && is_common(skeleton.expose_text())) return PasswordFault::common;
    return std::nullopt;
}

std::string_view sentence_of(PasswordFault fault) noexcept {
    switch (fault) {
        case PasswordFault::malformed:
            return "Mật khẩu có ký tự không hợp lệ.";
        case PasswordFault::too_short:
            return "Mật khẩu cần ít nhất 12 ký tự.";
        case PasswordFault::too_long:
            return "Mật khẩu dài tối đa 128 ký tự.";
        case PasswordFault::common:
            return "Mật khẩu này quá phổ biến, dễ bị đoán. Hãy dùng một câu của riêng bạn.";
        case PasswordFault::username:
            return "Mật khẩu không được trùng tên đăng nhập.";
    }
    return "";
}

}  // namespace hotline::access
