#include "tests/unit/cli/export_builder.hpp"

#include "crypto/tree.hpp"

#include <cstdlib>
#include <fmt/format.h>
#include <fstream>
#include <sstream>

namespace hotline::cli::testing {
namespace {

constexpr std::string_view kOrigin = "hotline.example/log1";
constexpr std::string_view kExportId = "00112233445566778899aabbccddeeff";
constexpr std::uint64_t kPerFile = 8192;

crypto::NoteSigner signer(std::string name, std::uint8_t seed_byte) {
    const Bytes seed(32, seed_byte);
    return {.name = std::move(name), .pair = crypto::sign_key_pair_from_seed(*crypto::SignSeed::from(seed))};
}

std::string salt_text(std::uint64_t index, std::uint8_t kind) {
    Bytes salt(32, kind);
    for (std::size_t i = 0; i < 8; ++i) salt[i] = static_cast<std::uint8_t>(index >> (8 * i));
    return to_base64(salt);
}

std::string commit(const std::string& salt, const std::string& text) {
    return to_base64(sha256({*from_base64(salt), as_bytes(text)}).view());
}

TestEntry make_entry(std::uint64_t index, const std::string& kind, const std::string& detail) {
    TestEntry entry;
    entry.shown = fmt::format(R"({{"case":"26-{:06}","unit":"so-y-te","officer":"Cán bộ {}","detail":"{}"}})",
                              index, index, detail);
    entry.staff = fmt::format(R"({{"officer":"u{}","note":"gọi lại \"xác minh\""}})", index);
    entry.salt = salt_text(index, 1);
    entry.staff_salt = salt_text(index, 2);
    entry.leaf = fmt::format("1022/event/v1\nn {}\nt {}\ne {}\np contact-citizen\nb -\nd {}\ns {}\n", index,
                             1'780'000'000'000 + index, kind, commit(entry.salt, entry.shown),
                             commit(entry.staff_salt, entry.staff));
    return entry;
}

}  // namespace

TempDir::TempDir() {
    std::string pattern = (std::filesystem::temp_directory_path() / "hotline-cli-XXXXXX").string();
    path_ = ::mkdtemp(pattern.data());
}

TempDir::~TempDir() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
}

std::string read_all(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

void write_all(const std::filesystem::path& path, std::string_view text) {
    std::ofstream(path, std::ios::binary) << text;
}

void write_folder(const std::filesystem::path& folder, const std::map<std::string, std::string>& files) {
    std::filesystem::remove_all(folder);
    std::filesystem::create_directories(folder);
    for (const auto& [name, text] : files) write_all(folder / name, text);
}

ExportBuilder::ExportBuilder(std::uint64_t size)
    : log_(signer(std::string(kOrigin), 1)),
      exporter_(signer(fmt::format("{}/export/{}", kOrigin, kExportId), 3)) {
    for (std::uint64_t i = 0; i + 1 < size; ++i) entries_.push_back(make_entry(i, "reveal.requested", "-"));
    entries_.push_back(
        make_entry(size - 1, "export.created", crypto::format_verifier(crypto::verifier_of(exporter_))));
}

std::string ExportBuilder::log_vkey() const {
    return crypto::format_verifier(crypto::verifier_of(log_)) + '\n';
}

Result<Hash32> ExportBuilder::subtree(std::uint8_t level, std::uint64_t index) const {
    if (level == 0) return crypto::leaf_hash(as_bytes(entries_.at(index).leaf));
    const auto below = static_cast<std::uint8_t>(level - 1);
    return crypto::node_hash(*subtree(below, 2 * index), *subtree(below, 2 * index + 1));
}

std::string ExportBuilder::checkpoint() const {
    crypto::TreeEdge tree;
    for (const TestEntry& entry : entries_) tree.append(crypto::leaf_hash(as_bytes(entry.leaf)));
    const crypto::Checkpoint checkpoint{.origin = log_.name, .size = entries_.size(), .root = tree.root()};
    return crypto::sign_note(crypto::format_checkpoint(checkpoint), log_);
}

std::vector<Hash32> ExportBuilder::path_of(std::uint64_t index) const {
    return *crypto::inclusion_proof(
        index, entries_.size(), [this](std::uint8_t level, std::uint64_t at) { return subtree(level, at); });
}

std::string ExportBuilder::proof_of(std::uint64_t index) const {
    return crypto::format_proof({.index = index, .path = path_of(index), .checkpoint_note = checkpoint()});
}

std::string ExportBuilder::line(std::uint64_t index, bool with_proof) const {
    const TestEntry& entry = entries_.at(index);
    Json line = {{"index", index},     {"leaf", entry.leaf},   {"shown", entry.shown},
                 {"salt", entry.salt}, {"staff", entry.staff}, {"staff_salt", entry.staff_salt}};
    if (with_proof) {
        line["proof"] = Json::array();
        for (const Hash32& hash : path_of(index)) line["proof"].push_back(to_base64(hash.view()));
    }
    return dump_line(line);
}

std::map<std::string, std::string> ExportBuilder::files(const std::set<std::uint64_t>& indexes) const {
    const bool complete = indexes.empty();
    const std::uint64_t last = entries_.size() - 1;
    const TestEntry& own = entries_.back();
    std::map<std::string, std::string> files;
    files["log.vkey"] = log_vkey();
    files["checkpoint"] = checkpoint();
    files["export-leaf.json"] =
        dump_line({{"index", last}, {"leaf", own.leaf}, {"shown", own.shown}, {"salt", own.salt}}) + '\n';
    files["export-proof"] = proof_of(last);
    files["README.txt"] = "hotline audit verify\n";
    std::uint64_t count = 0;
    for (std::uint64_t i = 0; i <= last; ++i) {
        if (!complete && !indexes.contains(i)) continue;
        files[fmt::format("leaves-{:06}.ndjson", i / kPerFile)] += line(i, !complete) + '\n';
        ++count;
    }
    sign_manifest(files, complete, count);
    return files;
}

void ExportBuilder::sign_manifest(std::map<std::string, std::string>& files, bool complete,
                                  std::uint64_t count) const {
    files.erase("manifest");
    std::string text = fmt::format(
        "1022/export/v1\nexport {}\norigin {}\nleaf {}\nsize {}\ncomplete {}\nfilter {}\ncount {}\n",
        kExportId, kOrigin, entries_.size() - 1, entries_.size(), complete ? "yes" : "no",
        complete ? "{}" : R"({"unit":"so-y-te"})", count);
    for (const auto& [name, content] : files) {
        text +=
            fmt::format("file {} {} {}\n", name, content.size(), to_hex(sha256(as_bytes(content)).view()));
    }
    files["manifest"] = crypto::sign_note(text, exporter_);
}

}  // namespace hotline::cli::testing
