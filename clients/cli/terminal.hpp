#pragma once

#include <functional>
#include <iosfwd>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace hotline::cli {

/// The outside of the program: streams, whether a person sits at them, and the environment. `main` makes the
/// real one; tests make their own.
struct Terminal {
    std::istream* in;   ///< borrowed, like the other two
    std::ostream* out;  ///< data only
    std::ostream* err;  ///< everything else
    bool in_is_tty = false;
    bool out_is_tty = false;
    bool err_is_tty = false;
    std::map<std::string, std::string, std::less<>> environment;
    /// Asks on `err` and reads one line of `in` without echo; nothing at the end of input.
    std::function<std::optional<std::string>(std::string_view prompt)> read_hidden;

    /// A variable of the environment; empty when it is not set.
    [[nodiscard]] std::string variable(std::string_view name) const;
};

/// Standard input, output and error of this process. Also makes SIGINT end the process with status 130, with
/// the echo of the terminal switched on again.
[[nodiscard]] Terminal system_terminal();

}  // namespace hotline::cli
