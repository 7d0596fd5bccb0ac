#pragma once

#include "crypto/result.hpp"

#include <atomic>
#include <chrono>
#include <string>
#include <string_view>

namespace hotline::ops {

/// A point in time: UTC, milliseconds since 1970-01-01 without leap seconds.
using SysTime = std::chrono::sys_time<std::chrono::milliseconds>;

/// Tells the time. Thread-safe. Made in `main`; outlives everything that borrows it.
class Clock {
public:
    Clock() = default;
    Clock(const Clock&) = delete;
    Clock& operator=(const Clock&) = delete;
    virtual ~Clock() = default;
    [[nodiscard]] virtual SysTime now() const noexcept = 0;
};

/// The machine's clock.
class SystemClock final : public Clock {
public:
    [[nodiscard]] SysTime now() const noexcept override;
};

/// A clock that stands still until it is told to move; for tests and demonstrations.
class ManualClock final : public Clock {
public:
    explicit ManualClock(SysTime start) noexcept : now_(start) {}
    [[nodiscard]] SysTime now() const noexcept override { return now_.load(); }
    void set(SysTime to) noexcept { now_.store(to); }
    void advance(std::chrono::milliseconds by) noexcept { now_.store(now_.load() + by); }

private:
    std::atomic<SysTime> now_;
};

/// RFC 3339 in UTC with exactly three decimals: `2026-11-22T08:15:30.123Z`. Years 0000..9999.
[[nodiscard]] std::string format_rfc3339(SysTime time);

/// Strict RFC 3339 date-time: upper-case `T`, `Z` or `±hh:mm`, 0..9 decimals of a second (cut to
/// milliseconds), real calendar dates. A leap second (`:60`) is refused. Errors: bad_input.
[[nodiscard]] Result<SysTime> parse_rfc3339(std::string_view text);

}  // namespace hotline::ops
