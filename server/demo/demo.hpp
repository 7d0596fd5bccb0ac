#pragma once

#include "server/app/founding.hpp"

#include <filesystem>
#include <optional>
#include <string>

namespace hotline::demo {

struct DemoOptions {
    std::filesystem::path data;
    std::filesystem::path directory_file;
    std::filesystem::path credentials;                ///< written with mode 0600
    std::optional<std::filesystem::path> complaints;  ///< labelled complaints, one JSON object a line
};

/// Founds a demonstration folder with one or more accounts for every role, unless it is there already, and
/// writes the log-ins. Passwords are random (100 bits), so their slots are cheap to open on purpose.
/// Errors: those of founding; conflict when the folder is there but the log-ins are not.
[[nodiscard]] Result<void> prepare(const DemoOptions& options);

/// Loads the sample complaints through the server's own HTTP API as the first operator, with progress on
/// stderr. Loads nothing when there are cases already. @return how many were recorded
/// Errors: bad_format (names the line), internal (the server refused one).
[[nodiscard]] Result<std::size_t> load_complaints(const DemoOptions& options, const std::string& address,
                                                  const std::filesystem::path& certificate);

}  // namespace hotline::demo
