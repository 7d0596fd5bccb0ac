#include "clients/cli/export_download.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <fstream>
#include <system_error>

#include "clients/cli/messages.hpp"
#include "clients/cli/text_input.hpp"

namespace hotline::cli {
namespace {

constexpr std::size_t kMaxStateBytes = std::size_t{8} << 20;
constexpr std::size_t kMaxNameLength = 100;

Failure cannot_write(const std::filesystem::path& path) {
    return {ExitCode::failed, fmt::format(msg::kCannotWrite, path.string())};
}

/// Names come from the server and become files here, so nothing that leaves the folder or hides in it.
bool plain_file_name(std::string_view name) {
    const auto plain = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
               c == '_' || c == '.';
    };
    return !name.empty() && name.size() <= kMaxNameLength && name.front() != '.' &&
           !name.ends_with(".part") && std::ranges::all_of(name, plain);
}

std::filesystem::path with_suffix(std::filesystem::path path, const char* suffix) {
    path += suffix;
    return path;
}

std::filesystem::path without_last_slash(const std::filesystem::path& folder) {
    return folder.has_filename() ? folder : folder.parent_path();
}

}  // namespace

ExportPaths::ExportPaths(const std::filesystem::path& out)
    : folder(without_last_slash(out)),
      part(with_suffix(folder, ".part")),
      state(with_suffix(folder, ".export.json")) {}

Outcome<ExportState> state_of(const Json& answer, Json request, std::string origin) {
    ExportState state{
        .origin = std::move(origin), .request = std::move(request), .id = text_at(answer, "id"), .files = {}};
    for (const Json& name : part_at(answer, "files")) {
        if (name.is_string()) state.files.push_back(name.get<std::string>());
    }
    if (state.id.empty() || state.files.empty() || !std::ranges::all_of(state.files, plain_file_name)) {
        return Failure{ExitCode::failed, std::string(msg::kBadExportAnswer)};
    }
    return state;
}

Outcome<std::optional<ExportState>> load_export_state(const ExportPaths& paths) {
    if (!std::filesystem::exists(paths.state)) return std::optional<ExportState>();
    auto text = read_file(paths.state.string(), kMaxStateBytes);
    if (!text) return text.error();
    const auto saved = parse_json(*text);
    if (!saved) return Failure{ExitCode::failed, fmt::format(msg::kBadExportState, paths.state.string())};
    auto state = state_of(*saved, part_at(*saved, "request"), text_at(*saved, "origin"));
    if (!state) return Failure{ExitCode::failed, fmt::format(msg::kBadExportState, paths.state.string())};
    return std::optional<ExportState>(*std::move(state));
}

Outcome<void> save_export_state(const ExportPaths& paths, const ExportState& state) {
    const Json saved = {
        {"origin", state.origin}, {"request", state.request}, {"id", state.id}, {"files", state.files}};
    const auto fresh = with_suffix(paths.state, ".part");
    std::ofstream file(fresh, std::ios::binary);
    file << dump_line(saved) << '\n';
    file.close();
    std::error_code ec;
    if (file) std::filesystem::rename(fresh, paths.state, ec);
    if (!file || ec) return cannot_write(paths.state);
    return {};
}

Outcome<void> fetch_export(ApiClient& client, const ExportState& state, const ExportPaths& paths,
                           const std::function<void(std::size_t)>& progress) {
    std::error_code ec;
    std::filesystem::create_directories(paths.part, ec);
    if (ec) return cannot_write(paths.part);
    for (std::size_t done = 0; done < state.files.size(); ++done) {
        progress(done);
        const auto file = paths.part / state.files[done];
        if (std::filesystem::exists(file)) continue;
        const auto part = with_suffix(file, ".part");
        const std::string target =
            "/v1/audit/exports/" + percent_encoded(state.id) + "/files/" + state.files[done];
        if (auto saved = client.download(target, part); !saved) return saved.error();
        std::filesystem::rename(part, file, ec);
        if (ec) return cannot_write(file);
    }
    std::filesystem::rename(paths.part, paths.folder, ec);
    if (ec) return cannot_write(paths.folder);
    std::filesystem::remove(paths.state, ec);
    return {};
}

}  // namespace hotline::cli
