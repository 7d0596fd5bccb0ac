#pragma once

#include "crypto/result.hpp"

#include <functional>
#include <mutex>
#include <string>
#include <vector>

namespace hotline::ops {

/// What one readiness check said.
struct CheckResult {
    std::string name;
    bool ready = false;
    Errc code = Errc::internal;  ///< why not; meaningless when ready
};

/// Named readiness checks for /readyz. Made in `main`; outlives the listener that asks it. Thread-safe.
class Health {
public:
    using Check = std::move_only_function<Result<void>()>;

    /// @param name   short snake_case name, shown to operations
    /// @param check  quick (no network, no waiting); called by whoever calls `check_all`, one at a time
    void add(std::string name, Check check);
    /// From now on `draining` is reported as not ready: the server stops.
    void drain() noexcept;
    /// Runs every check in the order they were added; a check that throws counts as Errc::internal.
    [[nodiscard]] std::vector<CheckResult> check_all();
    /// True when all checks pass and nothing drains.
    [[nodiscard]] static bool ready(const std::vector<CheckResult>& results) noexcept;

private:
    struct Named {
        std::string name;
        Check check;
    };
    std::mutex mutex_;
    std::vector<Named> checks_;
    bool draining_ = false;
};

}  // namespace hotline::ops
