#include "clients/cli/terminal.hpp"

#include <csignal>
#include <iostream>
#include <termios.h>
#include <unistd.h>

#include "clients/cli/exit_code.hpp"

extern char** environ;  // NOLINT(readability-redundant-declaration): POSIX declares it in no header

namespace hotline::cli {
namespace {

// Written before the echo goes off and read by the signal handler, hence global.
termios g_usual_terminal;                      // NOLINT(readability-identifier-naming)
volatile std::sig_atomic_t g_echo_is_off = 0;  // NOLINT(readability-identifier-naming)

void restore_echo() noexcept {
    if (g_echo_is_off == 0) return;
    tcsetattr(STDIN_FILENO, TCSANOW, &g_usual_terminal);
    g_echo_is_off = 0;
}

/// Only async-signal-safe calls: tcsetattr and _exit.
void end_interrupted(int /*signal*/) {
    restore_echo();
    _exit(static_cast<int>(ExitCode::interrupted));
}

void switch_echo_off() noexcept {
    if (tcgetattr(STDIN_FILENO, &g_usual_terminal) != 0) return;
    termios silent = g_usual_terminal;
    silent.c_lflag &= ~static_cast<tcflag_t>(ECHO);
    g_echo_is_off = 1;
    tcsetattr(STDIN_FILENO, TCSAFLUSH, &silent);
}

std::optional<std::string> read_line_hidden(std::string_view prompt) {
    std::cerr << prompt << std::flush;
    switch_echo_off();
    std::string line;
    const bool read = static_cast<bool>(std::getline(std::cin, line));
    restore_echo();
    std::cerr << '\n';
    if (!read) return std::nullopt;
    return line;
}

std::map<std::string, std::string, std::less<>> whole_environment() {
    std::map<std::string, std::string, std::less<>> variables;
    for (char** entry = environ; *entry != nullptr; ++entry) {
        const std::string_view text = *entry;
        const std::size_t equals = text.find('=');
        if (equals != std::string_view::npos)
            variables.emplace(text.substr(0, equals), text.substr(equals + 1));
    }
    return variables;
}

}  // namespace

std::string Terminal::variable(std::string_view name) const {
    const auto found = environment.find(name);
    return found == environment.end() ? std::string() : found->second;
}

Terminal system_terminal() {
    std::signal(SIGINT, end_interrupted);
    return {.in = &std::cin,
            .out = &std::cout,
            .err = &std::cerr,
            .in_is_tty = isatty(STDIN_FILENO) != 0,
            .out_is_tty = isatty(STDOUT_FILENO) != 0,
            .err_is_tty = isatty(STDERR_FILENO) != 0,
            .environment = whole_environment(),
            .read_hidden = read_line_hidden};
}

}  // namespace hotline::cli
