#pragma once

namespace CLI {
class App;
}

namespace hotline::app {

/// Adds `calendar show|check|prefill|explain`: working days, and why a deadline is when it is. They read no
/// data folder and need no key.
/// @param code  set to 1 by a command that failed; must live until the program has parsed its arguments
void add_calendar_command(CLI::App& program, int& code);

}  // namespace hotline::app
