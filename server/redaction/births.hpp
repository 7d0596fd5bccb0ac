#pragma once

#include "server/redaction/reading.hpp"

namespace hotline::redaction {

/// The token behind a date or a year that begins at `at`; `at` when none does.
[[nodiscard]] std::size_t date_end(const Reading& reading, std::size_t at);

/// Claims "(1944)" and ", 05/11/1969," right behind a name that was found.
void find_births_beside_names(const Reading& reading, Findings& findings);

}  // namespace hotline::redaction
