#pragma once

#include "crypto/bytes.hpp"

#include <cstddef>
#include <cstdint>
#include <map>
#include <mutex>
#include <utility>

namespace hotline::access {

/// Log-ins that were refused, counted for each account until they are written to the log; of names that
/// nobody has, only how many. Bounded by the number of accounts. Thread-safe.
class FailedLogIns {
public:
    struct Counts {
        std::map<UserId, std::uint64_t> by_user;
        std::uint64_t unknown = 0;
    };
    void add(const UserId& user) {
        const std::scoped_lock lock(mutex_);
        ++counts_.by_user[user];
    }
    void add_unknown() {
        const std::scoped_lock lock(mutex_);
        ++counts_.unknown;
    }
    /// What was counted since the last call.
    [[nodiscard]] Counts take() {
        const std::scoped_lock lock(mutex_);
        return std::exchange(counts_, {});
    }

private:
    std::mutex mutex_;
    Counts counts_;
};

}  // namespace hotline::access
