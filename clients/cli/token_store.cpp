#include "clients/cli/token_store.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>

#include "clients/cli/messages.hpp"
#include "clients/cli/text_input.hpp"

namespace hotline::cli {
namespace {

constexpr std::size_t kMaxTokenFile = 4096;
constexpr mode_t kOwnerOnly = 0600;

bool write_all(int file, std::string_view text) {
    while (!text.empty()) {
        const ssize_t written = ::write(file, text.data(), text.size());
        if (written <= 0) return false;
        text.remove_prefix(static_cast<std::size_t>(written));
    }
    return true;
}

}  // namespace

Outcome<std::filesystem::path> default_token_file(const Terminal& terminal) {
    const std::string config = terminal.variable("XDG_CONFIG_HOME");
    if (!config.empty()) return std::filesystem::path(config) / "hotline" / "token";
    const std::string home = terminal.variable("HOME");
    if (home.empty()) return Failure{ExitCode::usage, std::string(msg::kNoHome)};
    return std::filesystem::path(home) / ".config" / "hotline" / "token";
}

Outcome<StoredToken> load_token(const std::filesystem::path& path) {
    struct stat state{};
    if (::stat(path.c_str(), &state) != 0)
        return Failure{ExitCode::login_needed, std::string(msg::kLogInFirst)};
    if ((state.st_mode & 077U) != 0) {
        return Failure{ExitCode::failed, fmt::format(msg::kTokenFileOpen, path.string())};
    }
    auto text = read_file(path.string(), kMaxTokenFile);
    if (!text) return text.error();
    const std::size_t first = text->find('\n');
    StoredToken stored{.token = text->substr(0, first), .origin = {}};
    if (first != std::string::npos) {
        stored.origin = text->substr(first + 1, text->find('\n', first + 1) - first - 1);
    }
    if (stored.token.empty()) return Failure{ExitCode::login_needed, std::string(msg::kLogInFirst)};
    return stored;
}

Outcome<void> save_token(const std::filesystem::path& path, const StoredToken& token) {
    const Failure cannot{ExitCode::failed, fmt::format(msg::kCannotWrite, path.string())};
    std::error_code ec;
    if (path.has_parent_path() && std::filesystem::create_directories(path.parent_path(), ec)) {
        std::filesystem::permissions(path.parent_path(), std::filesystem::perms::owner_all, ec);
    }
    // A file of another mode is not written over: it is replaced, so that the token is never readable by
    // others.
    std::filesystem::path fresh = path;
    fresh += ".part";
    std::filesystem::remove(fresh, ec);
    const int file = ::open(fresh.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, kOwnerOnly);
    if (file < 0) return cannot;
    const bool written = write_all(file, token.token + '\n' + token.origin + '\n');
    const bool closed = ::close(file) == 0;
    if (!written || !closed) return cannot;
    std::filesystem::rename(fresh, path, ec);
    if (ec) return cannot;
    return {};
}

}  // namespace hotline::cli
