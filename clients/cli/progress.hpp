#pragma once

#include <chrono>
#include <cstdint>
#include <string_view>

#include "clients/cli/terminal.hpp"

namespace hotline::cli {

/// A line on standard error that says how far a long act is: only on a terminal and only after half a second.
class Progress {
public:
    /// `terminal` is borrowed; `label` must outlive this. `total` 0 means unknown.
    Progress(const Terminal& terminal, std::string_view label, std::uint64_t total);
    Progress(const Progress&) = delete;
    Progress& operator=(const Progress&) = delete;
    /// Wipes the line.
    ~Progress();
    void show(std::uint64_t done);

private:
    using Clock = std::chrono::steady_clock;
    const Terminal* terminal_;
    std::string_view label_;
    std::uint64_t total_;
    Clock::time_point started_ = Clock::now();
    Clock::time_point shown_at_ = started_;
    bool visible_ = false;
};

}  // namespace hotline::cli
