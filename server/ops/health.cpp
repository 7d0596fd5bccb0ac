#include "server/ops/health.hpp"

#include <algorithm>
#include <exception>
#include <utility>

namespace hotline::ops {
namespace {

CheckResult run(const std::string& name, Health::Check& check) {
    try {
        const Result<void> outcome = check();
        return {name, outcome.has_value(), outcome ? Errc::internal : outcome.error().code};
    } catch (const std::exception&) {
        return {name, false, Errc::internal};
    }
}

}  // namespace

void Health::add(std::string name, Check check) {
    const std::lock_guard lock(mutex_);
    checks_.push_back({std::move(name), std::move(check)});
}

void Health::drain() noexcept {
    const std::lock_guard lock(mutex_);
    draining_ = true;
}

std::vector<CheckResult> Health::check_all() {
    const std::lock_guard lock(mutex_);
    std::vector<CheckResult> results;
    for (Named& named : checks_) results.push_back(run(named.name, named.check));
    if (draining_) results.push_back({"draining", false, Errc::busy});
    return results;
}

bool Health::ready(const std::vector<CheckResult>& results) noexcept {
    return std::ranges::all_of(results, &CheckResult::ready);
}

}  // namespace hotline::ops
