#include "clients/cli/completion_script.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace hotline::cli {
namespace {

void add_long_options(const CLI::App& app, std::vector<std::string>& options) {
    for (const CLI::Option* option : app.get_options()) {
        for (const std::string& name : option->get_lnames()) options.push_back("--" + name);
    }
}

void visit(const CLI::App& app, const std::string& path, const std::vector<std::string>& global,
           std::vector<CompletionNode>& nodes) {
    CompletionNode node{.path = path, .commands = {}, .options = global};
    if (!path.empty()) add_long_options(app, node.options);
    std::ranges::sort(node.options);
    node.options.erase(std::ranges::unique(node.options).begin(), node.options.end());
    const auto children = app.get_subcommands([](const CLI::App*) { return true; });
    for (const CLI::App* child : children) node.commands.push_back(child->get_name());
    nodes.push_back(std::move(node));
    for (const CLI::App* child : children) {
        visit(*child, path.empty() ? child->get_name() : path + ' ' + child->get_name(), global, nodes);
    }
}

std::string words_of(const CompletionNode& node) {
    return fmt::format("{}{}{}", fmt::join(node.commands, " "), node.commands.empty() ? "" : " ",
                       fmt::join(node.options, " "));
}

/// Shell cases "path) words=… ;;", for bash and zsh.
std::string cases_of(const std::vector<CompletionNode>& nodes) {
    std::string out;
    for (const CompletionNode& node : nodes) {
        out += fmt::format("    \"{}\") words=\"{}\" ;;\n", node.path, words_of(node));
    }
    return out;
}

/// The path is what the words before the cursor name, as far as they are commands.
constexpr std::string_view kBash = R"(_hotline() {{
  local path="" word words next
  for word in "${{COMP_WORDS[@]:1:COMP_CWORD-1}}"; do
    next="${{path:+$path }}$word"
    case " {0} " in *"|$next|"*) path="$next" ;; esac
  done
  case "$path" in
{1}  esac
  COMPREPLY=($(compgen -W "$words" -f -- "${{COMP_WORDS[COMP_CWORD]}}"))
}}
complete -o filenames -F _hotline hotline
)";

constexpr std::string_view kZsh = R"(#compdef hotline
_hotline() {{
  local path_so_far="" word words_here next
  for word in "${{(@)words[2,CURRENT-1]}}"; do
    next="${{path_so_far:+$path_so_far }}$word"
    case " {0} " in *"|$next|"*) path_so_far="$next" ;; esac
  done
  local words
  case "$path_so_far" in
{1}  esac
  compadd -- ${{=words}}
  _files
}}
compdef _hotline hotline
)";

std::string joined_paths(const std::vector<CompletionNode>& nodes) {
    std::string out = "|";
    for (const CompletionNode& node : nodes) {
        if (!node.path.empty()) out += node.path + '|';
    }
    return out;
}

std::string fish_script(const std::vector<CompletionNode>& nodes) {
    std::string out;
    for (const CompletionNode& node : nodes) {
        const std::string words = words_of(node);
        std::string condition = "__fish_use_subcommand";
        if (const std::size_t blank = node.path.rfind(' '); blank != std::string::npos) {
            condition = fmt::format("__fish_seen_subcommand_from {}; and __fish_seen_subcommand_from {}",
                                    node.path.substr(0, blank), node.path.substr(blank + 1));
        } else if (!node.path.empty()) {
            condition = "__fish_seen_subcommand_from " + node.path;
        }
        out += fmt::format("complete -c hotline -n '{}' -a '{}'\n", condition, words);
    }
    return out;
}

}  // namespace

std::vector<CompletionNode> completion_nodes(const CLI::App& root) {
    std::vector<std::string> global;
    add_long_options(root, global);
    std::vector<CompletionNode> nodes;
    visit(root, "", global, nodes);
    return nodes;
}

std::string completion_script(std::string_view shell, const std::vector<CompletionNode>& nodes) {
    if (shell == "fish") return fish_script(nodes);
    const std::string paths = joined_paths(nodes);
    if (shell == "zsh") return fmt::format(kZsh, paths, cases_of(nodes));
    return fmt::format(kBash, paths, cases_of(nodes));
}

}  // namespace hotline::cli
