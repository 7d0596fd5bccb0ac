#include "server/http/static_files.hpp"

#include <array>
#include <fstream>
#include <iterator>
#include <utility>

namespace hotline::http {
namespace {

namespace fs = std::filesystem;

constexpr std::array<std::pair<std::string_view, std::string_view>, 8> kMediaTypes{{
    {".css", "text/css; charset=utf-8"},
    {".html", "text/html; charset=utf-8"},
    {".ico", "image/x-icon"},
    {".js", "text/javascript; charset=utf-8"},
    {".json", "application/json"},
    {".svg", "image/svg+xml"},
    {".txt", "text/plain; charset=utf-8"},
    {".woff2", "font/woff2"},
}};

std::string_view media_type_of(std::string_view name) noexcept {
    for (const auto& [ending, type] : kMediaTypes)
        if (name.ends_with(ending)) return type;
    return {};
}

Result<std::string> read_bytes(const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    std::string bytes{std::istreambuf_iterator<char>(file), {}};
    if (!file) return fail(Errc::storage_failed, "cannot read " + path.string());
    return bytes;
}

/// The coding that a name says its bytes have, taken off the name: "br", "gzip" or none.
std::string_view take_coding(std::string& name) {
    for (const auto& [ending, coding] :
         {std::pair<std::string_view, std::string_view>{".br", "br"}, {".gz", "gzip"}})
        if (name.ends_with(ending)) {
            name.resize(name.size() - ending.size());
            return coding;
        }
    return {};
}

std::string_view trim(std::string_view text) noexcept {
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
    while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
    return text;
}

/// "q=0", "q=0.0", …: the only weights that refuse.
bool refuses(std::string_view weight) noexcept {
    return weight.starts_with("q=0") && weight.find_first_of("123456789") == std::string_view::npos;
}

}  // namespace

Result<StaticFiles> StaticFiles::load(const fs::path& folder) {
    std::error_code error;
    if (!fs::is_directory(folder, error)) return fail(Errc::not_found, "no folder " + folder.string());
    StaticFiles loaded;
    std::size_t bytes = 0;
    for (auto each = fs::recursive_directory_iterator(folder, error); !error && each != fs::end(each);
         each.increment(error)) {
        if (!each->is_regular_file(error)) continue;
        std::string name = fs::relative(each->path(), folder, error).generic_string();
        const std::string_view coding = take_coding(name);
        const std::string_view type = media_type_of(name);
        if (type.empty()) return fail(Errc::bad_format, "not a file of a page: " + each->path().string());
        Result<std::string> content = read_bytes(each->path());
        if (!content) return content.error();
        bytes += content->size();
        File& file = loaded.files_[name];
        file.media_type = type;
        (coding == "br" ? file.brotli : coding == "gzip" ? file.gzip : file.plain) = *std::move(content);
        if (loaded.files_.size() > kMostFiles || bytes > kMostBytes)
            return fail(Errc::too_large, "too much in " + folder.string());
    }
    if (error) return fail(Errc::storage_failed, "cannot list " + folder.string());
    return loaded;
}

const StaticFiles::File* StaticFiles::find(std::string_view name) const noexcept {
    const auto found = files_.find(name);
    return found == files_.end() || found->second.plain.empty() ? nullptr : &found->second;
}

bool accepts_coding(std::string_view accept_encoding, std::string_view coding) noexcept {
    while (!accept_encoding.empty()) {
        const std::size_t comma = accept_encoding.find(',');
        const std::string_view part = accept_encoding.substr(0, comma);
        accept_encoding.remove_prefix(comma == std::string_view::npos ? accept_encoding.size() : comma + 1);
        const std::size_t semicolon = part.find(';');
        if (trim(part.substr(0, semicolon)) != coding) continue;
        return semicolon == std::string_view::npos || !refuses(trim(part.substr(semicolon + 1)));
    }
    return false;
}

Response answer_with(const StaticFiles::File& file, const Request& request) {
    const std::string_view accepted = request.header("Accept-Encoding").value_or("");
    for (const auto& [coding, bytes] :
         {std::pair<std::string_view, const std::string*>{"br", &file.brotli}, {"gzip", &file.gzip}})
        if (!bytes->empty() && accepts_coding(accepted, coding))
            return Response::borrowed(200, file.media_type, *bytes)
                .set("Content-Encoding", coding)
                .set("Vary", "Accept-Encoding");
    return Response::borrowed(200, file.media_type, file.plain).set("Vary", "Accept-Encoding");
}

}  // namespace hotline::http
