#pragma once

namespace CLI {
class App;
}

namespace hotline::app {

/// Adds `letter preview KIND --out FILE`: a letter with sample values, for who edits a template.
/// @param code  set to 1 by a command that failed; must live until the program has parsed its arguments
void add_letter_command(CLI::App& program, int& code);

}  // namespace hotline::app
