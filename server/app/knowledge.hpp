#pragma once

#include "server/calendar/service_levels.hpp"
#include "server/routing/classifier.hpp"

#include <filesystem>

namespace hotline::app {

/// DIR/calendar.json where the administrator keeps one, else the calendar of the program; with the hours of
/// the province. Errors: bad_format (names the entry).
[[nodiscard]] Result<calendar::Calendar> load_calendar(const std::filesystem::path& data,
                                                       std::string_view province);
/// The same for DIR/service_levels.json.
[[nodiscard]] Result<calendar::ServiceLevels> load_service_levels(const std::filesystem::path& data);

/// Names both files as they are now.
[[nodiscard]] std::string fingerprint_of(const calendar::Calendar& calendar,
                                         const calendar::ServiceLevels& service_levels);

/// Says in the log which days of the next two months are to be confirmed or switched off, and when a year
/// that begins by then has no data.
void warn_of_doubtful_days(const calendar::Calendar& calendar, calendar::UtcTime now);

/// The model of fields and classes that was trained for this province (`reading.hlm`), else the one that came
/// with the program. Errors: those of LinearModel::map.
[[nodiscard]] Result<routing::Classifier> load_classifier(const std::filesystem::path& data,
                                                          const routing::Directory& directory);

}  // namespace hotline::app
