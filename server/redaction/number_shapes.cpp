#include "server/redaction/number_shapes.hpp"

#include <bitset>

namespace hotline::redaction {

namespace {

/// Where the national number begins: behind 0, 84, 0084, 840 or 00840; 0 when none of them fits.
std::size_t national_part(const Run& run) noexcept {
    const auto& d = run.digit;
    std::size_t at = 0;
    if (run.count > 4 && d[0] == 0 && d[1] == 0) at = 2;
    if (run.count > at + 2 && d[at] == 8 && d[at + 1] == 4) return d[at + 2] == 0 ? at + 3 : at + 2;
    return at == 0 && d[0] == 0 ? 1 : 0;
}

/// The codes of the 63 provinces of before 2025 (Circular 07/2016/TT-BCA).
bool is_province(unsigned code) noexcept {
    static const std::bitset<100> kCodes = [] {
        std::bitset<100> out;
        for (const int one :
             {1,  2,  4,  6,  8,  10, 11, 12, 14, 15, 17, 19, 20, 22, 24, 25, 26, 27, 30, 31, 33,
              34, 35, 36, 37, 38, 40, 42, 44, 45, 46, 48, 49, 51, 52, 54, 56, 58, 60, 62, 64, 66,
              67, 68, 70, 72, 74, 75, 77, 79, 80, 82, 83, 84, 86, 87, 89, 91, 92, 93, 94, 95, 96})
            out.set(static_cast<std::size_t>(one));
        return out;
    }();
    return code < kCodes.size() && kCodes.test(code);
}

/// The check of ISO/IEC 7812: every second digit from the right doubled, the sum a multiple of ten.
bool has_check_digit(const Run& run) noexcept {
    unsigned sum = 0;
    for (std::size_t i = 0; i < run.count; ++i) {
        const unsigned value = run.digit[run.count - 1 - i];
        const unsigned twice = i % 2 == 1 ? value * 2 : value;
        sum += twice > 9 ? twice - 9 : twice;
    }
    return sum % 10 == 0;
}

}  // namespace

bool is_mobile(const Run& run) noexcept {
    const std::size_t at = national_part(run);
    if (at == 0 || run.count != at + 9) return false;
    const unsigned first = run.digit[at];
    return first == 3 || first == 5 || first >= 7;
}

bool is_old_mobile(const Run& run) noexcept {
    const std::size_t at = national_part(run);
    if (at == 0 || run.count != at + 10 || run.digit[at] != 1) return false;
    const unsigned second = run.digit[at + 1];
    const unsigned third = run.digit[at + 2];
    return second == 2 || (second == 6 && third >= 2) || (second == 8 && (third == 6 || third == 8)) ||
           (second == 9 && third == 9);
}

bool is_landline(const Run& run) noexcept {
    const std::size_t at = national_part(run);
    return at != 0 && run.count == at + 10 && run.digit[at] == 2;
}

bool is_citizen_id(const Run& run) noexcept {
    if (run.count != 12 || run.digit[0] != 0 || run.digit[3] > 3) return false;
    return is_province(run.digit[1] * 10U + run.digit[2]);
}

bool is_card(const Run& run) noexcept {
    if (run.count != 16 && run.count != 19) return false;
    const auto& d = run.digit;
    const bool napas = d[0] == 9 && d[1] == 7 && d[2] == 0 && d[3] == 4;
    return napas || (d[0] >= 2 && d[0] <= 5 && has_check_digit(run));
}

}  // namespace hotline::redaction
