#include "server/access/rate_limiter.hpp"

#include <algorithm>

namespace hotline::access {

double RateLimiter::filled(const Bucket& bucket, std::chrono::steady_clock::time_point now) const noexcept {
    const std::chrono::duration<double> waited = now - bucket.filled_at;
    return std::min(rate_.burst, bucket.tokens + (waited.count() * rate_.per_minute / 60));
}

void RateLimiter::drop_full(std::chrono::steady_clock::time_point now) {
    std::erase_if(buckets_, [&](const auto& entry) { return filled(entry.second, now) >= rate_.burst; });
    if (buckets_.size() >= kCallers) buckets_.clear();
}

bool RateLimiter::allow(std::string_view who, std::chrono::steady_clock::time_point now) {
    const std::scoped_lock lock(mutex_);
    if (buckets_.size() >= kCallers) drop_full(now);
    auto found = buckets_.find(who);
    if (found == buckets_.end()) found = buckets_.emplace(std::string(who), Bucket{rate_.burst, now}).first;
    Bucket& bucket = found->second;
    bucket = {filled(bucket, now), now};
    if (bucket.tokens < 1) return false;
    bucket.tokens -= 1;
    return true;
}

void RateLimiter::give_back(std::string_view who) {
    const std::scoped_lock lock(mutex_);
    const auto found = buckets_.find(who);
    if (found != buckets_.end()) found->second.tokens = std::min(rate_.burst, found->second.tokens + 1);
}

}  // namespace hotline::access
