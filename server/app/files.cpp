#include "server/app/files.hpp"

#include <fcntl.h>
#include <fstream>
#include <sstream>
#include <sys/stat.h>
#include <unistd.h>

namespace hotline::app {
namespace {

/// A file descriptor that is closed.
class Descriptor {
public:
    explicit Descriptor(int number) noexcept : number_(number) {}
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    ~Descriptor() {
        if (number_ >= 0) ::close(number_);
    }
    [[nodiscard]] int get() const noexcept { return number_; }

private:
    int number_;
};

bool write_all(int descriptor, std::string_view rest) {
    while (!rest.empty()) {
        const ssize_t written = ::write(descriptor, rest.data(), rest.size());
        if (written <= 0) return false;
        rest.remove_prefix(static_cast<std::size_t>(written));
    }
    return true;
}

}  // namespace

Result<std::string> read_file(const std::filesystem::path& path) {
    const std::ifstream file(path, std::ios::binary);
    if (!file) return fail(Errc::not_found, "cannot read " + path.string());
    std::ostringstream text;
    text << file.rdbuf();
    return std::move(text).str();
}

Result<void> write_private_file(const std::filesystem::path& path, std::string_view content) {
    const std::string temporary = path.string() + ".part";
    {
        const Descriptor file(::open(temporary.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600));
        if (file.get() < 0 || ::fchmod(file.get(), 0600) != 0 || !write_all(file.get(), content) ||
            ::fsync(file.get()) != 0)
            return fail(Errc::storage_failed, "cannot write " + path.string());
    }
    if (::rename(temporary.c_str(), path.c_str()) != 0)
        return fail(Errc::storage_failed, "cannot write " + path.string());
    return {};
}

std::filesystem::path web_folder() {
    std::error_code error;
    const std::filesystem::path program = std::filesystem::read_symlink("/proc/self/exe", error);
    return program.parent_path().parent_path() / "share" / "hotline" / "web";
}

Result<void> check_private(const std::filesystem::path& path) {
    struct stat facts{};
    if (::stat(path.c_str(), &facts) != 0) return fail(Errc::not_found, "cannot read " + path.string());
    if ((facts.st_mode & (S_IRWXG | S_IRWXO)) != 0)
        return fail(Errc::forbidden, path.string() + " is open to others than its owner; close it: chmod " +
                                         (S_ISDIR(facts.st_mode) ? "700 " : "600 ") + path.string());
    return {};
}

Result<void> check_owned(const std::filesystem::path& path) {
    struct stat facts{};
    if (::stat(path.c_str(), &facts) != 0) return fail(Errc::not_found, "cannot read " + path.string());
    if (facts.st_uid != ::geteuid())
        return fail(Errc::forbidden, path.string() + " belongs to the user with the number " +
                                         std::to_string(facts.st_uid) +
                                         "; run as that user, or as root with --user NAME");
    return {};
}

}  // namespace hotline::app
