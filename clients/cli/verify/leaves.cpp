#include "clients/cli/verify/leaves.hpp"

#include <algorithm>
#include <deque>
#include <future>
#include <thread>

#include "crypto/tree.hpp"

namespace hotline::cli {
namespace {

/// The leaves files in the order of their entries; by name alone number 1000000 would come before 999999.
std::vector<const ListedFile*> leaves_files(const Manifest& manifest) {
    std::vector<const ListedFile*> files;
    for (const ListedFile& file : manifest.files) {
        if (leaves_file_number(file.name)) files.push_back(&file);
    }
    std::ranges::sort(files, {}, [](const ListedFile* file) { return leaves_file_number(file->name); });
    return files;
}

/// A complete export has the files 0, 1, 2, … up to the last entry.
std::optional<Finding> check_numbering(const std::vector<const ListedFile*>& files,
                                       const Manifest& manifest) {
    if (!manifest.complete) return std::nullopt;
    const std::uint64_t expected = (manifest.size + kLeavesPerFile - 1) / kLeavesPerFile;
    for (std::uint64_t k = 0; k < std::max<std::uint64_t>(expected, files.size()); ++k) {
        if (k < files.size() && k < expected && leaves_file_number(files[k]->name) == k) continue;
        return Finding{
            .reason = Reason::leaf_missing, .file = std::string(kManifestFile), .index = k * kLeavesPerFile};
    }
    return std::nullopt;
}

/// Reads files ahead on other threads and gives their reports in order.
class ReadAhead {
public:
    ReadAhead(std::filesystem::path folder, std::vector<const ListedFile*> files, const LeafRules& rules)
        : folder_(std::move(folder)), files_(std::move(files)), rules_(rules) {}

    [[nodiscard]] bool done() const { return running_.empty() && started_ == files_.size(); }
    /// Waits for the next file. Only when not done.
    LeafFileReport next() {
        const std::size_t ahead = std::max(1U, std::thread::hardware_concurrency());
        while (started_ < files_.size() && running_.size() < ahead) start(*files_[started_++]);
        LeafFileReport report = running_.front().get();
        running_.pop_front();
        return report;
    }

private:
    void start(const ListedFile& file) {
        running_.push_back(
            std::async(std::launch::async, [this, &file] { return check_leaf_file(folder_, file, rules_); }));
    }

    std::filesystem::path folder_;
    std::vector<const ListedFile*> files_;
    LeafRules rules_;
    std::size_t started_ = 0;
    std::deque<std::future<LeafFileReport>> running_;  // last: its threads use the members above
};

}  // namespace

std::optional<Finding> check_leaves(const std::filesystem::path& folder, const Manifest& manifest,
                                    const Hash32& root, const std::function<void(std::uint64_t)>& progress) {
    auto files = leaves_files(manifest);
    if (auto finding = check_numbering(files, manifest)) return finding;
    ReadAhead reader(folder, std::move(files),
                     {.complete = manifest.complete, .size = manifest.size, .root = root});
    crypto::TreeEdge tree;
    std::uint64_t count = 0;
    while (!reader.done()) {
        const LeafFileReport report = reader.next();
        if (report.finding) return report.finding;
        for (const Hash32& hash : report.hashes) tree.append(hash);
        count += report.count;
        progress(count);
    }
    if (manifest.complete && tree.root() != root) {
        return Finding{.reason = Reason::root, .file = std::string(kCheckpointFile), .index = {}};
    }
    if (count != manifest.count) {
        return Finding{.reason = Reason::count, .file = std::string(kManifestFile), .index = {}};
    }
    return std::nullopt;
}

}  // namespace hotline::cli
