#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "clients/cli/json.hpp"
#include "clients/cli/output.hpp"
#include "clients/cli/times.hpp"

namespace hotline::cli {

/// The Vietnamese word for a state, act, urgency or kind of personal data; the code itself when it has none.
[[nodiscard]] std::string word_for(std::string_view code);
/// A code for scripts, its word for people.
[[nodiscard]] Cell coded(const std::string& code);
/// RFC 3339 for scripts, local time for people.
[[nodiscard]] Cell timed(const std::string& rfc3339);
/// A deadline: RFC 3339 for scripts; local time and what is left, red when overdue, for people.
[[nodiscard]] Cell deadline(const std::string& due_at, SysSeconds now);

/// Writes summaries of cases: reference, state, unit, field, urgency, due_at, subject. JSON: one a line.
void show_summaries(const Output& out, const std::vector<Json>& items);
/// Writes that a second person was asked: the request's id, its state, the leaf. JSON: as it came.
void show_asked(const Output& out, const Json& answer);
/// Writes what an act answered: id, reference, state, unit, due_at, version. JSON: as it came.
void show_case_state(const Output& out, const Json& answer);

}  // namespace hotline::cli
