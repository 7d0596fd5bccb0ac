#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <memory>

#include "clients/cli/case_view.hpp"
#include "clients/cli/commands/commands.hpp"
#include "clients/cli/messages.hpp"
#include "clients/cli/progress.hpp"
#include "clients/cli/verify/log_key.hpp"
#include "clients/cli/verify/verify_export.hpp"

namespace hotline::cli {
namespace {

struct VerifyOptions {
    std::string folder;
    std::string key_file;
};

void show_verified(const Output& out, const VerifiedExport& verified) {
    const std::string root = to_base64(verified.root.view());
    if (out.wants_json()) {
        out.json_line({{"ok", true},
                       {"id", verified.id},
                       {"origin", verified.origin},
                       {"size", verified.size},
                       {"root", root},
                       {"count", verified.count},
                       {"complete", verified.complete},
                       {"filter", verified.filter},
                       {"pinned", verified.pinned}});
        return;
    }
    out.pair(label::kResult, Cell("ok", std::string(msg::kVerified), Style::green));
    out.pair(label::kOrigin, verified.origin);
    out.pair(label::kLogSize, std::to_string(verified.size));
    out.pair(label::kRoot, root);
    out.pair(label::kEntries, std::to_string(verified.count));
    out.pair(label::kComplete, coded(verified.complete ? "yes" : "no"));
    if (!verified.complete) out.pair(label::kFilter, verified.filter);
}

/// The first bad entry or file, on standard output for programs and as the failure for people.
Failure not_verified(const Output& out, const Finding& finding) {
    if (out.wants_json()) {
        out.json_line({{"ok", false},
                       {"reason", name_of(finding.reason)},
                       {"file", finding.file},
                       {"index", finding.index ? Json(*finding.index) : Json()}});
    }
    return {ExitCode::audit_failed, sentence_of(finding)};
}

Outcome<void> verify(Context& context, const VerifyOptions& options) {
    if (!std::filesystem::is_directory(options.folder)) {
        return Failure{ExitCode::failed, fmt::format(msg::kCannotRead, options.folder)};
    }
    std::optional<crypto::NoteVerifier> pinned;
    if (!options.key_file.empty()) {
        auto key = read_log_key(options.key_file);
        if (!key) return key.error();
        pinned = *std::move(key);
    }
    Progress progress(context.terminal(), msg::kVerifying, 0);
    const auto verified =
        verify_export(options.folder, pinned, [&](std::uint64_t done) { progress.show(done); });
    if (!verified) return not_verified(context.out(), verified.error());
    if (!pinned) context.out().note(msg::kNotPinned);
    show_verified(context.out(), *verified);
    return {};
}

}  // namespace

void add_audit_verify(CLI::App& parent, Action& chosen) {
    auto options = std::make_shared<VerifyOptions>();
    CLI::App* command = parent.add_subcommand("verify", std::string(help::kAuditVerify));
    command->add_option("DIR", options->folder, std::string(help::kDir))->required();
    command->add_option("--key", options->key_file, std::string(help::kKey));
    command->callback(
        [&chosen, options] { chosen = [options](Context& context) { return verify(context, *options); }; });
}

}  // namespace hotline::cli
