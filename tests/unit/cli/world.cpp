#include "tests/unit/cli/world.hpp"

namespace hotline::cli::testing {

World::World()
    : terminal{.in = nullptr, .out = nullptr, .err = nullptr, .environment = {}, .read_hidden = {}} {
    init_crypto();
    terminal.environment["HOME"] = home.path().string();
}

ExitCode World::run(std::initializer_list<std::string> arguments, const std::string& input) {
    std::istringstream in(input);
    std::ostringstream out_stream;
    std::ostringstream err_stream;
    terminal.in = &in;
    terminal.out = &out_stream;
    terminal.err = &err_stream;
    const ExitCode code = cli::run(arguments, terminal);
    out = out_stream.str();
    err = err_stream.str();
    return code;
}

}  // namespace hotline::cli::testing
