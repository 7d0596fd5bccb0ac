#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace hotline::cli {

/// Text that cannot steer a terminal: control characters (tab and line end too, unless `keep_lines`) become a
/// blank, bidirectional overrides and bytes that are not UTF-8 become U+FFFD. Complaints come from strangers.
[[nodiscard]] std::string printable(std::string_view utf8, bool keep_lines);
/// Columns that a terminal needs for `utf8`: combining marks take none, East Asian and emoji two.
[[nodiscard]] std::size_t columns_of(std::string_view utf8);
/// The first `columns` columns, with "…" when something was cut.
[[nodiscard]] std::string shortened(std::string_view utf8, std::size_t columns);

}  // namespace hotline::cli
