#pragma once

#include "server/calendar/civil.hpp"

namespace hotline::calendar {

inline Day day(int year, unsigned month, unsigned number) {
    return Day{std::chrono::year{year} / static_cast<int>(month) / static_cast<int>(number)};
}

/// An instant by Vietnam's clock.
inline UtcTime local(Day on, std::chrono::minutes clock) {
    return start_of(on) + clock;
}

}  // namespace hotline::calendar
