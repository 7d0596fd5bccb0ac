#include "server/calendar/lunar.hpp"

#include <array>
#include <cmath>
#include <numbers>

namespace hotline::calendar {
namespace {

constexpr double kDegree = std::numbers::pi / 180;
constexpr double kZone = 7.0 / 24;          ///< Vietnam's clock ahead of UTC, in days
constexpr double kMonth = 29.530588853;     ///< mean days from new moon to new moon
constexpr double kFirstMoon = 2415021.077;  ///< Julian day of the new moon of January 1900, lunation 0
constexpr int kUnixEpoch = 2440588;         ///< Julian day number of 1970-01-01

double sine(double degrees) {
    return std::sin(degrees * kDegree);
}

/// Julian date of the k-th new moon after 1900, Universal Time (Meeus' series, good to minutes).
double new_moon(int k) {
    const double t = k / 1236.85;
    const double t2 = t * t;
    const double t3 = t2 * t;
    const double sun = 359.2242 + 29.10535608 * k - 0.0000333 * t2 - 0.00000347 * t3;
    const double moon = 306.0253 + 385.81691806 * k + 0.0107306 * t2 + 0.00001236 * t3;
    const double node = 21.2964 + 390.67050646 * k - 0.0016528 * t2 - 0.00000239 * t3;
    const double mean = 2415020.75933 + 29.53058868 * k + 0.0001178 * t2 - 0.000000155 * t3 +
                        0.00033 * sine(166.56 + 132.87 * t - 0.009173 * t2);
    const double correction = (0.1734 - 0.000393 * t) * sine(sun) + 0.0021 * sine(2 * sun) -
                              0.4068 * sine(moon) + 0.0161 * sine(2 * moon) - 0.0004 * sine(3 * moon) +
                              0.0104 * sine(2 * node) - 0.0051 * sine(sun + moon) -
                              0.0074 * sine(sun - moon) + 0.0004 * sine(2 * node + sun) -
                              0.0004 * sine(2 * node - sun) - 0.0006 * sine(2 * node + moon) +
                              0.0010 * sine(2 * node - moon) + 0.0005 * sine(2 * moon + sun);
    const double earth_slows = -0.000278 + 0.000265 * t + 0.000262 * t2;
    return mean + correction - earth_slows;
}

/// Julian day number, in Vietnam, of the k-th new moon.
int new_moon_day(int k) {
    return static_cast<int>(std::floor(new_moon(k) + 0.5 + kZone));
}

/// Which twelfth of the ecliptic (0 from the March equinox) the sun stands in when a day begins in Vietnam.
int sun_sector(int julian_day) {
    const double t = (julian_day - 0.5 - kZone - 2451545.0) / 36525;
    const double anomaly = 357.52910 + 35999.05030 * t - 0.0001559 * t * t - 0.00000048 * t * t * t;
    const double centre = (1.914600 - 0.004817 * t - 0.000014 * t * t) * sine(anomaly) +
                          (0.019993 - 0.000101 * t) * sine(2 * anomaly) + 0.000290 * sine(3 * anomaly);
    const double longitude = 280.46645 + 36000.76983 * t + 0.0003032 * t * t + centre;
    return static_cast<int>((longitude - 360 * std::floor(longitude / 360)) / 30);
}

int julian(Day day) {
    return static_cast<int>(day.time_since_epoch().count()) + kUnixEpoch;
}

/// First day of the eleventh month, the one that holds the winter solstice of the solar year.
int eleventh_month(int year) {
    const Day last{std::chrono::year{year} / 12 / 31};
    const int k = static_cast<int>((julian(last) - 2415021) / kMonth);
    const int start = new_moon_day(k);
    return sun_sector(start) >= 9 ? new_moon_day(k - 1) : start;
}

/// Which month after the eleventh is the leap month: the first in which the sun enters no new twelfth.
int leap_month_after(int eleventh) {
    const int k = static_cast<int>(std::floor((eleventh - kFirstMoon) / kMonth + 0.5));
    int before = sun_sector(new_moon_day(k + 1));
    for (int month = 2; month < 14; ++month) {
        const int sector = sun_sector(new_moon_day(k + month));
        if (sector == before) return month - 1;
        before = sector;
    }
    return 14;
}

}  // namespace

Day lunar_day(int day, int month, int year) {
    const int first = eleventh_month(month < 11 ? year - 1 : year);
    const int next = eleventh_month(month < 11 ? year : year + 1);
    const bool has_leap_month = next - first > 365;
    int months = (month + 1) % 12;  // from the eleventh
    if (has_leap_month && months >= leap_month_after(first)) ++months;
    const int k = static_cast<int>(std::floor((first - kFirstMoon) / kMonth + 0.5));
    return Day{std::chrono::days{new_moon_day(k + months) + day - 1 - kUnixEpoch}};
}

}  // namespace hotline::calendar
