#pragma once

#include <chrono>
#include <cstddef>
#include <map>
#include <mutex>
#include <string>
#include <string_view>

namespace hotline::access {

/// A token bucket for each caller, in bounded memory. Thread-safe.
class RateLimiter {
public:
    struct Rate {
        double per_minute = 60;
        double burst = 30;
    };
    explicit RateLimiter(Rate rate) noexcept : rate_(rate) {}
    /// Takes one token of `who`; false when there is none.
    [[nodiscard]] bool allow(std::string_view who, std::chrono::steady_clock::time_point now);
    /// Puts one token of `who` back, for an attempt that shall not count.
    void give_back(std::string_view who);

private:
    struct Bucket {
        double tokens = 0;
        std::chrono::steady_clock::time_point filled_at;
    };
    static constexpr std::size_t kCallers =
        16384;  // then the fullest buckets, which lose nothing, are dropped
    void drop_full(std::chrono::steady_clock::time_point now);
    double filled(const Bucket& bucket, std::chrono::steady_clock::time_point now) const noexcept;

    Rate rate_;
    std::mutex mutex_;
    std::map<std::string, Bucket, std::less<>> buckets_;
};

}  // namespace hotline::access
