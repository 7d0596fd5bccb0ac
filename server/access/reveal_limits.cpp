#include "server/access/reveal_limits.hpp"

#include <algorithm>
#include <set>

namespace hotline::access {
namespace {

using storage::LookRow;

std::size_t count_since(std::span<const LookRow> looks, storage::Time since, auto counts) {
    return static_cast<std::size_t>(std::ranges::count_if(
        looks, [&](const LookRow& look) { return look.is_reveal && look.at > since && counts(look); }));
}

/// Different cases looked at within the window that ends with the last look.
std::size_t cases_within(std::span<const LookRow> looks, std::chrono::seconds window, bool reveals) {
    std::set<CaseId> cases;
    for (const LookRow& look : looks)
        if (look.is_reveal == reveals && look.at > looks.back().at - window) cases.insert(look.case_id);
    return cases.size();
}

/// The word stands in a text that this server wrote itself: no need to take it apart.
bool is_unassigned(const LookRow& look) {
    return look.shown_json.find(kUnassigned) != std::string::npos;
}

}  // namespace

LookVerdict judge_reveal(std::span<const LookRow> looks, const RevealLimits& limits) {
    if (looks.empty()) return LookVerdict::fine;
    if (cases_within(looks, limits.burst_window, true) >= limits.burst_reveals) return LookVerdict::burst;
    const storage::Time now = looks.back().at;
    const auto any = [](const LookRow&) { return true; };
    const bool over = count_since(looks, now - std::chrono::hours{1}, any) > limits.reveals_per_hour ||
                      count_since(looks, now - std::chrono::hours{24}, any) > limits.reveals_per_day ||
                      (is_unassigned(looks.back()) && count_since(looks, now - std::chrono::hours{24},
                                                                  is_unassigned) > limits.unassigned_per_day);
    return over ? LookVerdict::over_limit : LookVerdict::fine;
}

LookVerdict judge_reading(std::span<const LookRow> looks, const RevealLimits& limits, bool oversees) {
    if (looks.empty()) return LookVerdict::fine;
    const std::uint32_t most = oversees ? limits.burst_oversight : limits.burst_looks;
    return cases_within(looks, limits.burst_window, false) >= most ? LookVerdict::burst : LookVerdict::fine;
}

}  // namespace hotline::access
