#pragma once

#include <CLI/App.hpp>
#include <functional>

#include "clients/cli/context.hpp"
#include "clients/cli/outcome.hpp"

namespace hotline::cli {

/// The act that the command line chose.
using Action = std::function<Outcome<void>(Context&)>;

// Each adds its commands to `parent`; when the command line names one, `chosen` becomes its act. `chosen`
// must outlive `parent`.
void add_login(CLI::App& parent, Action& chosen);
/// `parent` is the group `account`: one's own.
void add_account(CLI::App& parent, Action& chosen);
/// `parent` is the group `users`: those of others, for admins and for who grants keys.
void add_users(CLI::App& parent, Action& chosen);
void add_case_new(CLI::App& parent, Action& chosen);
void add_case_list(CLI::App& parent, Action& chosen);
void add_case_show(CLI::App& parent, Action& chosen);
void add_case_reveal(CLI::App& parent, Action& chosen);
void add_case_acts(CLI::App& parent, Action& chosen);  ///< accept, transfer, reply, close, divert
void add_inbox(CLI::App& parent, Action& chosen);
void add_lookup(CLI::App& parent, Action& chosen);
void add_stats(CLI::App& parent, Action& chosen);
void add_track(CLI::App& parent, Action& chosen);
void add_preview(CLI::App& parent, Action& chosen);
void add_approvals(CLI::App& parent, Action& chosen);  ///< list, approve, refuse, lift-limit
void add_audit_alerts(CLI::App& parent, Action& chosen);
void add_audit_export(CLI::App& parent, Action& chosen);
void add_audit_verify(CLI::App& parent, Action& chosen);
void add_audit_tail(CLI::App& parent, Action& chosen);
/// `root` is the tree whose words are completed.
void add_completion(CLI::App& root, Action& chosen);

}  // namespace hotline::cli
