#include <CLI/CLI.hpp>
#include <memory>
#include <ostream>

#include "clients/cli/commands/commands.hpp"
#include "clients/cli/completion_script.hpp"
#include "clients/cli/messages.hpp"

namespace hotline::cli {

void add_completion(CLI::App& root, Action& chosen) {
    auto shell = std::make_shared<std::string>();
    CLI::App* command = root.add_subcommand("completion", std::string(help::kCompletion));
    command->add_option("SHELL", *shell, std::string(help::kShell))
        ->required()
        ->check(CLI::IsMember({"bash", "zsh", "fish"}));
    command->callback([&chosen, &root, shell] {
        chosen = [&root, shell](Context& context) -> Outcome<void> {
            *context.terminal().out << completion_script(*shell, completion_nodes(root));
            return {};
        };
    });
}

}  // namespace hotline::cli
