#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "clients/cli/http/api_client.hpp"
#include "clients/cli/json.hpp"

namespace hotline::cli {

/// An export that is being fetched; kept beside the folder in DIR.export.json, so that running the command
/// again goes on where it stopped.
struct ExportState {
    std::string origin;  ///< the server it comes from
    Json request;        ///< reason and filters as sent
    std::string id;
    std::vector<std::string> files;
};

/// Where an export's parts lie while it is fetched.
struct ExportPaths {
    explicit ExportPaths(const std::filesystem::path& folder);
    std::filesystem::path folder;  ///< DIR, there only when whole
    std::filesystem::path part;    ///< DIR.part
    std::filesystem::path state;   ///< DIR.export.json
};

/// The state of an interrupted run, if there is one. Failures: failed (unreadable state).
[[nodiscard]] Outcome<std::optional<ExportState>> load_export_state(const ExportPaths& paths);
/// Failures: failed (cannot write).
[[nodiscard]] Outcome<void> save_export_state(const ExportPaths& paths, const ExportState& state);

/// What POST /v1/audit/exports answered, as a state. Failures: failed (a name that is not a plain file name).
[[nodiscard]] Outcome<ExportState> state_of(const Json& answer, Json request, std::string origin);

/// Fetches the files that are not there yet, each as NAME.part first, then gives the folder its name and
/// removes the state. `progress` is told how many files are there.
/// Failures: those of ApiClient::download, failed (cannot rename).
[[nodiscard]] Outcome<void> fetch_export(ApiClient& client, const ExportState& state,
                                         const ExportPaths& paths,
                                         const std::function<void(std::size_t)>& progress);

}  // namespace hotline::cli
