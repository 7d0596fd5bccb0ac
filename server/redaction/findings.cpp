#include "server/redaction/reading.hpp"

namespace hotline::redaction {

bool Findings::is_free(std::size_t begin, std::size_t end) const noexcept {
    for (std::size_t at = begin; at < end; ++at) {
        if (owners_[at] != 0) return false;
    }
    return true;
}

bool Findings::add(std::size_t begin, std::size_t end, SpanType type, float confidence,
                   std::string_view detector) {
    if (begin >= end || !is_free(begin, end)) return false;
    spans_.push_back({begin, end, type, confidence, detector});
    const auto owner = static_cast<std::uint32_t>(spans_.size());
    std::fill(owners_.begin() + static_cast<std::ptrdiff_t>(begin),
              owners_.begin() + static_cast<std::ptrdiff_t>(end), owner);
    return true;
}

void Findings::drop_names(std::size_t begin, std::size_t end) {
    for (std::size_t at = begin; at < end; ++at) {
        if (owners_[at] == 0 || spans_[owners_[at] - 1].type != SpanType::name) continue;
        Span& span = spans_[owners_[at] - 1];
        std::fill(owners_.begin() + static_cast<std::ptrdiff_t>(span.start),
                  owners_.begin() + static_cast<std::ptrdiff_t>(span.end), 0U);
        span.end = span.start;
    }
}

const Span* Findings::ending_at(std::size_t point) const noexcept {
    if (point == 0 || owners_[point - 1] == 0) return nullptr;
    const Span& span = spans_[owners_[point - 1] - 1];
    return span.end == point ? &span : nullptr;
}

const Span* Findings::covering(std::size_t point) const noexcept {
    return owners_[point] == 0 ? nullptr : &spans_[owners_[point] - 1];
}

std::vector<Span> Findings::sorted() && {
    std::erase_if(spans_, [](const Span& span) { return span.start == span.end; });
    std::ranges::sort(spans_, {}, &Span::start);
    return std::move(spans_);
}

}  // namespace hotline::redaction
