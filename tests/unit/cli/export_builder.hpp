#pragma once

#include "clients/cli/json.hpp"
#include "crypto/note.hpp"

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace hotline::cli::testing {

/// A folder that disappears with the test.
class TempDir {
public:
    TempDir();
    ~TempDir();
    TempDir(const TempDir&) = delete;
    TempDir& operator=(const TempDir&) = delete;
    [[nodiscard]] const std::filesystem::path& path() const noexcept { return path_; }

private:
    std::filesystem::path path_;
};

[[nodiscard]] std::string read_all(const std::filesystem::path& path);
void write_all(const std::filesystem::path& path, std::string_view text);

/// One entry of the test log with all that the exporter knows.
struct TestEntry {
    std::string leaf;
    std::string shown;
    std::string salt;
    std::string staff;
    std::string staff_salt;
};

/// Makes export folders as the server does, from fixed seeds. The last entry of the log is the export's own.
/// Steps are apart so that a test can change something between them, as a forger would.
class ExportBuilder {
public:
    explicit ExportBuilder(std::uint64_t size);

    /// The files of an export that holds `indexes` (all, complete, when there are none), manifest included.
    [[nodiscard]] std::map<std::string, std::string> files(const std::set<std::uint64_t>& indexes = {}) const;
    /// One line of a leaves file, without its end.
    [[nodiscard]] std::string line(std::uint64_t index, bool with_proof) const;
    /// Writes the manifest anew over changed files: what a forger who has the export key would do.
    void sign_manifest(std::map<std::string, std::string>& files, bool complete, std::uint64_t count) const;

    [[nodiscard]] std::string log_vkey() const;
    [[nodiscard]] const crypto::NoteSigner& log() const noexcept { return log_; }
    [[nodiscard]] std::uint64_t size() const noexcept { return entries_.size(); }
    [[nodiscard]] std::vector<TestEntry>& entries() noexcept { return entries_; }
    [[nodiscard]] std::string checkpoint() const;
    [[nodiscard]] std::vector<Hash32> path_of(std::uint64_t index) const;
    /// C2SP proof file of an entry.
    [[nodiscard]] std::string proof_of(std::uint64_t index) const;

private:
    [[nodiscard]] Result<Hash32> subtree(std::uint8_t level, std::uint64_t index) const;

    crypto::NoteSigner log_;
    crypto::NoteSigner exporter_;
    std::vector<TestEntry> entries_;
};

/// Writes `files` as the content of `folder`, which is emptied first.
void write_folder(const std::filesystem::path& folder, const std::map<std::string, std::string>& files);

}  // namespace hotline::cli::testing
