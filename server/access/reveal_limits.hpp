#pragma once

#include "storage/reveal_records.hpp"

#include <chrono>
#include <span>

namespace hotline::access {

/// How much one member may open (security.md, section 4), and what counts as a burst. From [limits] of the
/// configuration.
struct RevealLimits {
    std::uint32_t reveals_per_hour = 10;
    std::uint32_t reveals_per_day = 40;
    std::uint32_t unassigned_per_day = 3;  ///< reveals of cases that are not the member's own work
    std::uint32_t burst_reveals = 6;       ///< different cases revealed within the window
    std::uint32_t burst_looks = 15;        ///< different cases read within the window, not the own work
    std::uint32_t burst_oversight = 50;    ///< the same for supervisors, whose work is to look at all
    std::chrono::seconds burst_window{120};
};

/// The word in a reveal's leaf that says: not the member's own work.
inline constexpr std::string_view kUnassigned = "not-assigned";

enum class LookVerdict : std::uint8_t { fine, over_limit, burst };

/// Judges a member's reveal, the last of `looks` (oldest first, a day of them). A burst goes before a limit.
[[nodiscard]] LookVerdict judge_reveal(std::span<const storage::LookRow> looks, const RevealLimits& limits);
/// Judges a member's reading of a case that is not the own work, the last of `looks`.
/// @param oversees  a supervisor
[[nodiscard]] LookVerdict judge_reading(std::span<const storage::LookRow> looks, const RevealLimits& limits,
                                        bool oversees);

}  // namespace hotline::access
