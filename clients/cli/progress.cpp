#include "clients/cli/progress.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <ostream>

#include "clients/cli/messages.hpp"

namespace hotline::cli {
namespace {

constexpr std::chrono::milliseconds kFirstAfter{500};
constexpr std::chrono::milliseconds kEvery{100};

}  // namespace

Progress::Progress(const Terminal& terminal, std::string_view label, std::uint64_t total)
    : terminal_(&terminal), label_(label), total_(total) {}

Progress::~Progress() {
    if (visible_) *terminal_->err << "\r\x1B[K" << std::flush;
}

void Progress::show(std::uint64_t done) {
    const auto now = Clock::now();
    if (!terminal_->err_is_tty || now - started_ < kFirstAfter || (visible_ && now - shown_at_ < kEvery))
        return;
    visible_ = true;
    shown_at_ = now;
    const double seconds = std::chrono::duration<double>(now - started_).count();
    const double rate = static_cast<double>(done) / seconds;
    std::string line = fmt::format(msg::kProgress, label_, done, rate);
    if (total_ > 0 && rate > 0) {
        const double left = static_cast<double>(total_ - std::min(done, total_)) / rate;
        line += fmt::format(msg::kProgressLeft, 100 * done / total_, left);
    }
    *terminal_->err << '\r' << line << "\x1B[K" << std::flush;
}

}  // namespace hotline::cli
