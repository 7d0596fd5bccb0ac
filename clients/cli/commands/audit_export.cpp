#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <memory>

#include "clients/cli/audit_filters.hpp"
#include "clients/cli/commands/commands.hpp"
#include "clients/cli/export_download.hpp"
#include "clients/cli/messages.hpp"
#include "clients/cli/progress.hpp"

namespace hotline::cli {
namespace {

struct ExportOptions {
    std::string out;
    std::string reason;
    AuditFilters filters;
};

Json request_of(const ExportOptions& options) {
    Json request = {{"reason", options.reason}};
    for (const auto& [name, value] : options.filters.pairs()) {
        if (!value.empty()) request[std::string(name)] = value;
    }
    return request;
}

/// The interrupted export when it is the same, else a new one. Another one's leftovers are the person's to
/// remove: an export is itself an entry in the log.
Outcome<ExportState> begin_or_resume(const Context& context, ApiClient& client, const ExportPaths& paths,
                                     const Json& request) {
    auto saved = load_export_state(paths);
    if (!saved) return saved.error();
    const std::string origin = client.address().origin();
    if (saved->has_value()) {
        if ((*saved)->request != request || (*saved)->origin != origin) {
            return Failure{ExitCode::failed,
                           fmt::format(msg::kOtherExport, paths.part.string(), paths.state.string())};
        }
        context.out().note(fmt::format(msg::kExportResumed, (*saved)->id));
        return **std::move(saved);
    }
    auto answer = client.post("/v1/audit/exports", request);
    if (!answer) return answer.error();
    auto state = state_of(*answer, request, origin);
    if (!state) return state.error();
    if (auto kept = save_export_state(paths, *state); !kept) return kept.error();
    return state;
}

void show_saved(const Output& out, const ExportState& state, const ExportPaths& paths) {
    if (out.wants_json()) {
        out.json_line({{"id", state.id}, {"folder", paths.folder.string()}, {"files", state.files}});
    } else {
        out.text(paths.folder.string());
    }
    out.note(fmt::format(msg::kExportSaved, state.files.size(), paths.folder.string()));
}

/// A run that was stopped between its last two steps left the state of an export that is whole.
void forget_finished(const ExportPaths& paths) {
    std::error_code ignored;
    if (!std::filesystem::exists(paths.part)) std::filesystem::remove(paths.state, ignored);
}

Outcome<void> export_log(Context& context, const ExportOptions& options) {
    const ExportPaths paths(options.out);
    if (std::filesystem::exists(paths.folder)) {
        forget_finished(paths);
        return Failure{ExitCode::failed, fmt::format(msg::kFolderExists, paths.folder.string())};
    }
    auto client = context.signed_in();
    if (!client) return client.error();
    auto state = begin_or_resume(context, *client, paths, request_of(options));
    if (!state) return state.error();
    {
        Progress progress(context.terminal(), msg::kExporting, state->files.size());
        auto fetched = fetch_export(*client, *state, paths, [&](std::size_t done) { progress.show(done); });
        if (!fetched) return fetched.error();
    }
    show_saved(context.out(), *state, paths);
    return {};
}

}  // namespace

void add_audit_export(CLI::App& parent, Action& chosen) {
    auto options = std::make_shared<ExportOptions>();
    CLI::App* command = parent.add_subcommand("export", std::string(help::kAuditExport));
    command->add_option("--out", options->out, std::string(help::kOut))->required();
    command->add_option("--reason", options->reason, std::string(help::kExportReason))->required();
    options->filters.add_to(*command);
    command->callback([&chosen, options] {
        chosen = [options](Context& context) { return export_log(context, *options); };
    });
}

}  // namespace hotline::cli
