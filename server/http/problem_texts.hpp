#pragma once

#include "server/http/problem.hpp"

#include <string_view>

namespace hotline::http {

/// What people read about one kind of failure.
struct ProblemText {
    unsigned status;
    std::string_view slug;  ///< `type` is "/problems/" and this; never changes
    std::string_view title_vi;
    std::string_view detail_vi;
    std::string_view title_en;
    std::string_view detail_en;
};

[[nodiscard]] const ProblemText& text_of(Errc code) noexcept;
[[nodiscard]] const ProblemText& text_of(Fault fault) noexcept;

}  // namespace hotline::http
