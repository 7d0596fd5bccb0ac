#pragma once

#include <string_view>

namespace hotline::letters {

/// A file of this room's data folder as it was when the program was built; empty when there is none.
[[nodiscard]] std::string_view embedded_file(std::string_view name) noexcept;

}  // namespace hotline::letters
