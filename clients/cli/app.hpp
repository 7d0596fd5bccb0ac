#pragma once

#include <string>
#include <vector>

#include "clients/cli/exit_code.hpp"
#include "clients/cli/terminal.hpp"

namespace hotline::cli {

/// The whole program: reads the command line (without the program's name), runs one command, writes to the
/// terminal's streams and says how to exit. No exception leaves it.
[[nodiscard]] ExitCode run(const std::vector<std::string>& arguments, const Terminal& terminal);

}  // namespace hotline::cli
