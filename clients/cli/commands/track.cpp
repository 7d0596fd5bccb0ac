#include <fmt/format.h>
#include <memory>

#include "clients/cli/case_view.hpp"
#include "clients/cli/commands/commands.hpp"
#include "clients/cli/messages.hpp"
#include "clients/cli/verify/access_proof.hpp"
#include "clients/cli/verify/log_key.hpp"

namespace hotline::cli {
namespace {

struct TrackOptions {
    std::string code_file;
    std::string key_file;
};

Outcome<std::string> ask_code(const Context& context, const std::string& file) {
    if (file.empty() && context.input().may_ask())
        return context.input().secret(msg::kCodePrompt, "--code-file");
    return context.input().line(file.empty() ? "-" : file, "--code-file");
}

/// Every access is proven under the pinned key, or the command fails with the first that is not.
Outcome<void> verify_accesses(const Json& accesses, const std::string& key_file) {
    auto key = read_log_key(key_file);
    if (!key) return key.error();
    for (const Json& access : accesses) {
        const auto finding = check_access(access, *key);
        if (finding) return Failure{ExitCode::audit_failed, sentence_of(*finding)};
    }
    return {};
}

void show_replies(const Output& out, const Json& replies) {
    if (replies.empty()) return;
    out.heading(label::kReplies);
    std::vector<Row> rows;
    for (const Json& reply : replies) rows.push_back({timed(text_at(reply, "at")), text_at(reply, "text")});
    out.table({label::kAt, label::kText}, rows);
}

void show_accesses(const Output& out, const Json& accesses) {
    if (accesses.empty()) return;
    out.heading(label::kAccesses);
    std::vector<Row> rows;
    for (const Json& access : accesses) {
        rows.push_back({timed(text_at(access, "at")), coded(text_at(access, "act")),
                        coded(text_at(access, "role")), text_at(access, "unit"),
                        coded(text_at(access, "purpose")), joined_at(access, "compartments", ",")});
    }
    out.table({label::kAt, label::kAct, label::kRole, label::kUnit, label::kPurpose, label::kCompartments},
              rows);
}

void show_tracked(const Output& out, const Json& tracked) {
    if (out.wants_json()) {
        out.json_line(tracked);
        return;
    }
    out.pair(label::kReference, text_at(tracked, "reference"));
    out.pair(label::kState, coded(text_at(tracked, "state")));
    out.pair(label::kField, text_at(tracked, "field"));
    out.pair(label::kUnit, Cell(text_at(tracked, "unit"), text_at(tracked, "unit_name")));
    out.pair(label::kReceived, timed(text_at(tracked, "received_at")));
    out.pair(label::kDue, deadline(text_at(tracked, "due_at"), now_seconds()));
    show_replies(out, part_at(tracked, "replies"));
    show_accesses(out, part_at(tracked, "accesses"));
}

Outcome<void> track(Context& context, const TrackOptions& options) {
    auto client = context.anonymous();
    if (!client) return client.error();
    auto code = ask_code(context, options.code_file);
    if (!code) return code.error();
    auto tracked = client->post("/v1/public/track", {{"tracking_code", *code}});
    if (!tracked) return tracked.error();
    show_tracked(context.out(), *tracked);
    if (options.key_file.empty()) return {};
    const Json& accesses = part_at(*tracked, "accesses");
    if (auto proven = verify_accesses(accesses, options.key_file); !proven) return proven.error();
    context.out().note(fmt::format(msg::kAccessesProven, accesses.size()));
    return {};
}

}  // namespace

void add_track(CLI::App& parent, Action& chosen) {
    auto options = std::make_shared<TrackOptions>();
    CLI::App* command = parent.add_subcommand("track", std::string(help::kTrack));
    command->add_option("--code-file", options->code_file, std::string(help::kCodeFile));
    command->add_option("--key", options->key_file, std::string(help::kKey));
    command->callback(
        [&chosen, options] { chosen = [options](Context& context) { return track(context, *options); }; });
}

}  // namespace hotline::cli
