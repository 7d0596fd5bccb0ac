#pragma once

#include <CLI/App.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace hotline::cli {

/// The words that may follow one command.
struct CompletionNode {
    std::string path;  ///< "", "case", "case new", …
    std::vector<std::string> commands;
    std::vector<std::string> options;  ///< long forms, its own and the global ones
};

/// Every command of the tree, the root first.
[[nodiscard]] std::vector<CompletionNode> completion_nodes(const CLI::App& root);
/// A completion script for "bash", "zsh" or "fish".
[[nodiscard]] std::string completion_script(std::string_view shell, const std::vector<CompletionNode>& nodes);

}  // namespace hotline::cli
