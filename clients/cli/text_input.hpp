#pragma once

#include <string>
#include <string_view>

#include "clients/cli/outcome.hpp"
#include "clients/cli/terminal.hpp"

namespace hotline::cli {

/// What a person hands to a command: files, standard input and questions. `no_input` turns every question
/// into a failure that names the option to use instead.
class TextInput {
public:
    /// `terminal` is borrowed.
    TextInput(const Terminal& terminal, bool no_input) : terminal_(&terminal), no_input_(no_input) {}

    /// The content of `path`, "-" being standard input, without its last line end. At a terminal it says
    /// first what to type. `option` is named when asking is not allowed. Failures: usage, failed (not
    /// readable, more than 1 MiB).
    [[nodiscard]] Outcome<std::string> whole(const std::string& path, std::string_view option) const;
    /// The first line of `path`; secrets and numbers are given so. Failures as for `whole`.
    [[nodiscard]] Outcome<std::string> line(const std::string& path, std::string_view option) const;
    /// Asks for a secret without echo. Failures: usage (no terminal, or questions not allowed; names
    /// `option`).
    [[nodiscard]] Outcome<std::string> secret(std::string_view prompt, std::string_view option) const;
    /// Asks for one line. Failures as for `secret`.
    [[nodiscard]] Outcome<std::string> answer(std::string_view prompt, std::string_view option) const;
    /// Whether a question would be answered.
    [[nodiscard]] bool may_ask() const noexcept { return terminal_->in_is_tty && !no_input_; }

private:
    const Terminal* terminal_;
    bool no_input_;
};

/// The bytes of a file. Failures: failed (not readable, larger than `max_bytes`).
[[nodiscard]] Outcome<std::string> read_file(const std::string& path, std::size_t max_bytes);

}  // namespace hotline::cli
