#include "clients/cli/app.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <fmt/format.h>
#include <ostream>
#include <stdexcept>

#include "clients/cli/commands/commands.hpp"
#include "clients/cli/messages.hpp"
#include "clients/cli/printable.hpp"

namespace hotline::cli {
namespace {

constexpr const char* kVersion = "hotline 0.1.0";

void speak_vietnamese(CLI::App& root) {
    const auto formatter = root.get_formatter();
    formatter->label("Usage", "Cách dùng");
    formatter->label("OPTIONS", "TÙY CHỌN");
    formatter->label("SUBCOMMAND", "LỆNH");
    formatter->label("SUBCOMMANDS", "LỆNH");
    formatter->label("Positionals", "Tham số");
    formatter->label("REQUIRED", "(bắt buộc)");
    root.option_defaults()->group("Tùy chọn");
    root.group("Các lệnh");
    root.set_help_flag("-h,--help", std::string(help::kHelp));
}

void add_global_options(CLI::App& root, GlobalOptions& options) {
    root.add_option("--server", options.server, std::string(help::kServer));
    root.add_option("--token-file", options.token_file, std::string(help::kTokenFile));
    auto* ca = root.add_option("--ca-file", options.ca_file, std::string(help::kCaFile));
    root.add_option("--pin", options.pin, std::string(help::kPin))->excludes(ca);
    root.add_flag("--no-input", options.no_input, std::string(help::kNoInput));
    root.add_flag("--json", options.json, std::string(help::kJson));
    root.add_option("--color", options.color, std::string(help::kColor))
        ->check(CLI::IsMember({"auto", "always", "never"}));
    root.set_version_flag("--version", kVersion, std::string(help::kVersion));
}

CLI::App& add_group(CLI::App& root, const char* name, std::string_view description) {
    CLI::App* group = root.add_subcommand(name, std::string(description));
    group->require_subcommand(1);
    return *group;
}

void add_commands(CLI::App& root, Action& chosen) {
    add_login(root, chosen);
    add_account(add_group(root, "account", help::kAccount), chosen);
    add_users(add_group(root, "users", help::kUsers), chosen);
    CLI::App& cases = add_group(root, "case", help::kCase);
    add_case_new(cases, chosen);
    add_case_list(cases, chosen);
    add_case_show(cases, chosen);
    add_case_reveal(cases, chosen);
    add_case_acts(cases, chosen);
    add_inbox(root, chosen);
    add_lookup(root, chosen);
    add_preview(root, chosen);
    add_stats(root, chosen);
    add_approvals(add_group(root, "approvals", help::kApprovals), chosen);
    CLI::App& audit = add_group(root, "audit", help::kAudit);
    add_audit_alerts(audit, chosen);
    add_audit_export(audit, chosen);
    add_audit_verify(audit, chosen);
    add_audit_tail(audit, chosen);
    add_track(root, chosen);
    add_completion(root, chosen);
}

/// A command's own help option is made before it knows the group.
void group_help_options(CLI::App& app) {
    app.get_help_ptr()->group("Tùy chọn");
    for (CLI::App* command : app.get_subcommands([](CLI::App*) { return true; }))
        group_help_options(*command);
}

void say(const Terminal& terminal, std::string_view sentence) {
    *terminal.err << fmt::format(msg::kError, printable(sentence, true)) << '\n';
}

/// What CLI11 found wrong, as a Vietnamese sentence; its own words stay as the detail.
std::string sentence_of(const CLI::ParseError& problem) {
    std::string_view what = msg::kBadCommandLine;
    if (problem.get_name() == "RequiredError") what = msg::kMissingOption;
    if (problem.get_name() == "ExtrasError") what = msg::kUnknownOption;
    if (problem.get_name() == "ValidationError" || problem.get_name() == "ConversionError")
        what = msg::kBadValue;
    return fmt::format(msg::kSeeHelp, what, problem.what());
}

/// Reads the command line. Nothing when help or the version was asked for and is written.
Outcome<bool> parse(CLI::App& root, std::vector<std::string> arguments, const Terminal& terminal) {
    std::ranges::reverse(arguments);  // CLI11 takes the last one first
    try {
        root.parse(std::move(arguments));
    } catch (const CLI::Success& asked) {
        root.exit(asked, *terminal.out, *terminal.err);
        return false;
    } catch (const CLI::ParseError& problem) {
        return Failure{ExitCode::usage, sentence_of(problem)};
    }
    return true;
}

Outcome<void> parse_and_act(const std::vector<std::string>& arguments, const Terminal& terminal) {
    GlobalOptions options;
    Action chosen;
    CLI::App root{std::string(help::kAbout), "hotline"};
    root.fallthrough();  // before the commands, which inherit it: global options may stand anywhere
    root.require_subcommand(1);
    speak_vietnamese(root);
    add_global_options(root, options);
    add_commands(root, chosen);
    group_help_options(root);
    auto parsed = parse(root, arguments, terminal);
    if (!parsed) return parsed.error();
    if (!*parsed) return {};
    Context context(terminal, options);
    return chosen(context);
}

}  // namespace

ExitCode run(const std::vector<std::string>& arguments, const Terminal& terminal) {
    try {
        const auto done = parse_and_act(arguments, terminal);
        terminal.out->flush();
        if (!done) {
            say(terminal, done.error().message);
            return done.error().code;
        }
        if (terminal.out->good()) return ExitCode::ok;
        say(terminal, fmt::format(msg::kCannotWrite, "stdout"));
    } catch (const std::exception& bug) {
        say(terminal, fmt::format(msg::kBug, bug.what()));
    }
    return ExitCode::failed;
}

}  // namespace hotline::cli
