#pragma once

#include "server/calendar/service_levels.hpp"

#include <nlohmann/json_fwd.hpp>

namespace hotline::calendar {

/// A deadline in Vietnamese sentences, for a person who asks why: receipt, rule and its source, the end,
/// every skipped day with its reason, pauses, and what is not certain.
[[nodiscard]] std::string in_words(const Calendar& calendar, const Deadline& deadline);

/// The same for programs, as GET /v1/cases/{id} answers it in `due` (openapi.yaml, "DueExplanation").
[[nodiscard]] nlohmann::ordered_json to_json(const Calendar& calendar, const Deadline& deadline);

}  // namespace hotline::calendar
