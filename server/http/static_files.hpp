#pragma once

#include "crypto/result.hpp"
#include "server/http/request.hpp"
#include "server/http/response.hpp"

#include <cstddef>
#include <filesystem>
#include <functional>
#include <map>
#include <string>
#include <string_view>

namespace hotline::http {

/// The built files of the web clients: pages, scripts, styles, fonts. Read once at the start and served from
/// memory by their exact names, so that no path of a request ever reaches the file system. Made in the
/// composition root, read only afterwards, from any thread; outlives the listeners that use it.
class StaticFiles {
public:
    static constexpr std::size_t kMostFiles = 256;
    static constexpr std::size_t kMostBytes = 16U << 20U;  ///< of all files together

    /// One file with the forms that the build made of it; an empty form was not made.
    struct File {
        std::string_view media_type;
        std::string plain, brotli, gzip;
    };

    /// No files: every name is unknown.
    StaticFiles() = default;
    /// Reads every file below `folder`; FILE.br and FILE.gz are forms of FILE. Errors: not_found (no folder),
    /// storage_failed, bad_format (a kind of file that no browser page needs), too_large. The text names the
    /// file.
    [[nodiscard]] static Result<StaticFiles> load(const std::filesystem::path& folder);

    /// @param name  below the folder, with '/': "assets/operator-4fK2.js". Null when there is none.
    [[nodiscard]] const File* find(std::string_view name) const noexcept;
    [[nodiscard]] std::size_t size() const noexcept { return files_.size(); }

private:
    std::map<std::string, File, std::less<>> files_;
};

/// The file in the smallest form that the client takes (RFC 9110, 12.5.3). The file outlives the answer.
[[nodiscard]] Response answer_with(const StaticFiles::File& file, const Request& request);
/// Whether Accept-Encoding names this coding without refusing it (`q=0`); `*` is not looked at.
[[nodiscard]] bool accepts_coding(std::string_view accept_encoding, std::string_view coding) noexcept;

/// The content policy of our pages: everything from this server, nothing inline, no script made from text
/// (security.md, section 8).
inline constexpr std::string_view kPagePolicy =
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; "
    "font-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; "
    "require-trusted-types-for 'script'; trusted-types 'none'";

}  // namespace hotline::http
