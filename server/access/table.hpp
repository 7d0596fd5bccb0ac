#pragma once

#include "crypto/result.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace hotline::access {

/// A line of a table: words with single spaces between them.
struct TableLine {
    int number = 0;  ///< in the file, from 1
    std::string words;
};

/// The lines of a table for people under its heading, without remarks ('#') and empty lines.
/// @param heading  the names of the columns, single spaces between them
/// Errors: bad_format (another heading or none).
[[nodiscard]] Result<std::vector<TableLine>> read_table(std::string_view text, std::string_view heading);

}  // namespace hotline::access
