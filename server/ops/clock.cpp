#include "server/ops/clock.hpp"

#include <cstddef>

namespace hotline::ops {
namespace {

using namespace std::chrono;

/// Reads fixed-width decimal digits and single characters from the front of a text.
class Scanner {
public:
    explicit Scanner(std::string_view text) noexcept : rest_(text) {}

    /// Exactly `width` digits as a number; a shortage makes the scan fail.
    unsigned number(std::size_t width) noexcept {
        unsigned value = 0;
        for (std::size_t i = 0; i < width; ++i) {
            if (!at_digit()) return fail_scan();
            value = value * 10 + static_cast<unsigned>(rest_[0] - '0');
            rest_.remove_prefix(1);
        }
        return value;
    }
    bool accept(char c) noexcept {
        if (rest_.empty() || rest_[0] != c) return false;
        rest_.remove_prefix(1);
        return true;
    }
    void expect(char c) noexcept {
        if (!accept(c)) fail_scan();
    }
    [[nodiscard]] bool at_digit() const noexcept {
        return !rest_.empty() && rest_[0] >= '0' && rest_[0] <= '9';
    }
    unsigned fail_scan() noexcept {
        ok_ = false;
        return 0;
    }
    [[nodiscard]] bool done() const noexcept { return ok_ && rest_.empty(); }

private:
    std::string_view rest_;
    bool ok_ = true;
};

/// The decimals after the point, 1..9 of them, cut to milliseconds.
milliseconds scan_fraction(Scanner& scan) noexcept {
    unsigned value = 0;
    std::size_t digits = 0;
    for (; scan.at_digit(); ++digits) {
        const unsigned digit = scan.number(1);
        if (digits < 3) value = value * 10 + digit;
    }
    if (digits == 0 || digits > 9) scan.fail_scan();
    for (std::size_t i = digits; i < 3; ++i) value *= 10;
    return milliseconds(value);
}

/// `Z` or `±hh:mm`: how far local time is ahead of UTC.
minutes scan_offset(Scanner& scan) noexcept {
    if (scan.accept('Z')) return minutes(0);
    const bool behind = scan.accept('-');
    if (!behind) scan.expect('+');
    const unsigned hour = scan.number(2);
    scan.expect(':');
    const unsigned minute = scan.number(2);
    if (hour > 23 || minute > 59) scan.fail_scan();
    const minutes ahead(hour * 60 + minute);
    return behind ? -ahead : ahead;
}

/// Writes `value` into `width` places of `text`, from `at`; a list of 50 cases holds 150 times.
template <class Number>
void write_digits(std::string& text, std::size_t at, std::size_t width, Number value) {
    for (std::size_t i = at + width; i-- > at; value /= 10) text[i] = static_cast<char>('0' + value % 10);
}

}  // namespace

SysTime SystemClock::now() const noexcept {
    return floor<milliseconds>(system_clock::now());
}

std::string format_rfc3339(SysTime time) {
    const auto day = floor<days>(time);
    const year_month_day date(day);
    const hh_mm_ss clock(time - day);
    std::string text = "0000-00-00T00:00:00.000Z";
    write_digits(text, 0, 4, static_cast<int>(date.year()));
    write_digits(text, 5, 2, static_cast<unsigned>(date.month()));
    write_digits(text, 8, 2, static_cast<unsigned>(date.day()));
    write_digits(text, 11, 2, clock.hours().count());
    write_digits(text, 14, 2, clock.minutes().count());
    write_digits(text, 17, 2, clock.seconds().count());
    write_digits(text, 20, 3, clock.subseconds().count());
    return text;
}

Result<SysTime> parse_rfc3339(std::string_view text) {
    Scanner scan(text);
    const auto date_year = year(static_cast<int>(scan.number(4)));
    scan.expect('-');
    const month date_month(scan.number(2));
    scan.expect('-');
    const year_month_day date(date_year, date_month, day(scan.number(2)));
    scan.expect('T');
    const hours hour(scan.number(2));
    scan.expect(':');
    const minutes minute(scan.number(2));
    scan.expect(':');
    const seconds second(scan.number(2));
    const milliseconds fraction = scan.accept('.') ? scan_fraction(scan) : milliseconds(0);
    const minutes ahead = scan_offset(scan);
    const bool real = date.ok() && hour < hours(24) && minute < minutes(60) && second < seconds(60);
    if (!scan.done() || !real) return fail(Errc::bad_input, "not an RFC 3339 date-time");
    return SysTime(sys_days(date) + hour + minute + second + fraction - ahead);
}

}  // namespace hotline::ops
