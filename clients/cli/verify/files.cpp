#include "clients/cli/verify/files.hpp"

#include <algorithm>
#include <fcntl.h>
#include <memory>
#include <openssl/evp.h>
#include <set>
#include <unistd.h>
#include <vector>

#include "clients/cli/text_input.hpp"

namespace hotline::cli {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMaxSmallFile = std::size_t{16} << 20;
constexpr std::size_t kBlock = std::size_t{256} << 10;

/// SHA-256 in pieces. OpenSSL's, because it uses the processor's instructions and the crypto room hashes only
/// what is in memory.
class Digest {
public:
    Digest() : state_(EVP_MD_CTX_new(), EVP_MD_CTX_free) {
        EVP_DigestInit_ex(state_.get(), EVP_sha256(), nullptr);
    }
    void add(std::string_view bytes) { EVP_DigestUpdate(state_.get(), bytes.data(), bytes.size()); }
    [[nodiscard]] Hash32 end() {
        Hash32 hash;
        EVP_DigestFinal_ex(state_.get(), hash.data(), nullptr);
        return hash;
    }

private:
    std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> state_;
};

/// An open file descriptor, closed when it dies; not following a link in the last place.
class OpenFile {
public:
    explicit OpenFile(const fs::path& path)
        : file_(::open(path.c_str(), O_RDONLY | O_NOFOLLOW | O_CLOEXEC)) {}
    OpenFile(const OpenFile&) = delete;
    OpenFile& operator=(const OpenFile&) = delete;
    ~OpenFile() {
        if (file_ >= 0) ::close(file_);
    }
    [[nodiscard]] ssize_t read(std::vector<char>& block) const {
        return ::read(file_, block.data(), block.size());
    }

private:
    int file_;
};

/// Names in the folder. A link or a folder counts as extra even under a listed name. Nothing when unreadable.
std::optional<std::set<std::string>> names_in(const fs::path& folder, std::optional<std::string>& odd) {
    std::set<std::string> names;
    std::error_code ec;
    fs::directory_iterator entry(folder, ec);
    for (; !ec && entry != fs::directory_iterator(); entry.increment(ec)) {
        std::string name = entry->path().filename().string();
        std::error_code ignored;
        if (!fs::is_regular_file(entry->symlink_status(ignored)) && (!odd || name < *odd)) odd = name;
        names.insert(std::move(name));
    }
    if (ec) return std::nullopt;
    return names;
}

std::optional<Finding> check_names(const fs::path& folder, const Manifest& manifest) {
    std::optional<std::string> odd;
    auto names = names_in(folder, odd);
    if (!names) return Finding{.reason = Reason::unreadable, .file = folder.string(), .index = {}};
    names->erase(std::string(kManifestFile));
    for (const ListedFile& file : manifest.files) {
        if (names->erase(file.name) == 0)
            return Finding{.reason = Reason::missing_file, .file = file.name, .index = {}};
    }
    if (!names->empty()) return Finding{.reason = Reason::extra_file, .file = *names->begin(), .index = {}};
    if (odd) return Finding{.reason = Reason::extra_file, .file = *odd, .index = {}};
    return std::nullopt;
}

std::optional<Finding> check_file(const fs::path& folder, const ListedFile& listed) {
    std::error_code ec;
    const auto bytes = fs::file_size(folder / listed.name, ec);
    if (ec) return Finding{.reason = Reason::unreadable, .file = listed.name, .index = {}};
    if (leaves_file_number(listed.name))
        return std::nullopt;  // hashed and compared while its entries are read
    if (bytes != listed.bytes) return Finding{.reason = Reason::file_size, .file = listed.name, .index = {}};
    const auto read = stream_file(folder / listed.name, [](std::string_view) { return true; });
    if (!read) return Finding{.reason = Reason::unreadable, .file = listed.name, .index = {}};
    if (read->sha256 != listed.sha256)
        return Finding{.reason = Reason::file_hash, .file = listed.name, .index = {}};
    return std::nullopt;
}

}  // namespace

Checked<std::string> read_small_file(const fs::path& folder, std::string_view name) {
    auto text = read_file((folder / name).string(), kMaxSmallFile);
    if (!text) {
        const bool missing = !fs::exists(folder / name);
        return Finding{.reason = missing ? Reason::missing_file : Reason::unreadable,
                       .file = std::string(name),
                       .index = {}};
    }
    return *std::move(text);
}

std::optional<ReadFile> stream_file(const fs::path& path, const std::function<bool(std::string_view)>& take) {
    const OpenFile file(path);
    std::vector<char> block(kBlock);
    Digest digest;
    ReadFile read;
    for (;;) {
        const ssize_t got = file.read(block);
        if (got < 0) return std::nullopt;
        const std::string_view piece(block.data(), static_cast<std::size_t>(got));
        digest.add(piece);
        read.bytes += piece.size();
        if (piece.empty() || !take(piece)) break;
    }
    read.sha256 = digest.end();
    return read;
}

std::optional<Finding> check_files(const fs::path& folder, const Manifest& manifest) {
    if (auto finding = check_names(folder, manifest)) return finding;
    for (const ListedFile& listed : manifest.files) {
        if (auto finding = check_file(folder, listed)) return finding;
    }
    return std::nullopt;
}

}  // namespace hotline::cli
