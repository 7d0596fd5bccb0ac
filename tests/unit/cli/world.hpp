#pragma once

#include "clients/cli/app.hpp"
#include "clients/cli/terminal.hpp"
#include "tests/unit/cli/export_builder.hpp"

#include <initializer_list>
#include <sstream>
#include <string>

namespace hotline::cli::testing {

/// The program's outside in memory: runs command lines and keeps what they wrote.
class World {
public:
    World();

    /// Runs `hotline ARGUMENTS`; `input` is its standard input. What it wrote is in `out` and `err`.
    ExitCode run(std::initializer_list<std::string> arguments, const std::string& input = {});

    Terminal terminal;  ///< its streams are set by run
    std::string out;
    std::string err;
    TempDir home;  ///< HOME
};

}  // namespace hotline::cli::testing
