#include "clients/cli/verify/verify_export.hpp"

#include "clients/cli/verify/export_leaf.hpp"
#include "clients/cli/verify/files.hpp"
#include "clients/cli/verify/leaves.hpp"
#include "clients/cli/verify/log_key.hpp"
#include "clients/cli/verify/manifest.hpp"

namespace hotline::cli {
namespace {

namespace fs = std::filesystem;

Finding about(Reason reason, std::string_view file) {
    return {.reason = reason, .file = std::string(file), .index = {}};
}

/// Step 1: the manifest, signed by the key that the export's own leaf carries.
struct SignedManifest {
    Manifest manifest;
    ExportLeaf leaf;
};

Checked<SignedManifest> open_manifest(const fs::path& folder) {
    auto note = read_small_file(folder, kManifestFile);
    if (!note) return note.error();
    const auto text = text_of_single_signed(*note);
    auto manifest = text ? parse_manifest(*text) : std::nullopt;
    if (!manifest) return about(Reason::manifest_shape, kManifestFile);
    auto leaf_text = read_small_file(folder, kExportLeafFile);
    if (!leaf_text) return leaf_text.error();
    auto leaf = parse_export_leaf(*leaf_text);
    if (!leaf) return leaf.error();
    if (!belongs_to(*leaf, *manifest)) return about(Reason::export_leaf_mismatch, kExportLeafFile);
    if (!crypto::open_note(*note, {leaf->key})) return about(Reason::manifest_signature, kManifestFile);
    return SignedManifest{.manifest = *std::move(manifest), .leaf = *std::move(leaf)};
}

/// Step 3: the log's key; with a pinned one the export's own must be the same.
Checked<crypto::NoteVerifier> log_key(const fs::path& folder,
                                      const std::optional<crypto::NoteVerifier>& pinned) {
    auto text = read_small_file(folder, kLogKeyFile);
    if (!text) return text.error();
    auto key = parse_log_key(*text);
    if (!key) return about(Reason::log_key, kLogKeyFile);
    if (pinned && crypto::format_verifier(*pinned) != crypto::format_verifier(*key)) {
        return about(Reason::log_key, kLogKeyFile);
    }
    return *std::move(key);
}

/// Step 4: the checkpoint, signed by the log, of the manifest's origin and size.
struct SignedCheckpoint {
    std::string note;
    crypto::Checkpoint checkpoint;
};

Checked<SignedCheckpoint> open_checkpoint(const fs::path& folder, const Manifest& manifest,
                                          const crypto::NoteVerifier& log) {
    auto note = read_small_file(folder, kCheckpointFile);
    if (!note) return note.error();
    const auto opened = crypto::open_note(*note, {log});
    if (!opened) return about(Reason::checkpoint_signature, kCheckpointFile);
    auto checkpoint = crypto::parse_checkpoint(opened->text);
    if (!checkpoint || checkpoint->origin != manifest.origin || checkpoint->size != manifest.size ||
        log.name != manifest.origin) {
        return about(Reason::checkpoint_mismatch, kCheckpointFile);
    }
    return SignedCheckpoint{.note = *std::move(note), .checkpoint = *std::move(checkpoint)};
}

/// Step 5: the export's own leaf is in the tree of exactly this checkpoint.
std::optional<Finding> check_export_proof(const fs::path& folder, const ExportLeaf& leaf,
                                          const SignedCheckpoint& checkpoint,
                                          const crypto::NoteVerifier& log) {
    auto text = read_small_file(folder, kExportProofFile);
    if (!text) return text.error();
    const auto proof = crypto::parse_proof(*text);
    const bool good = proof && proof->index == leaf.index && proof->checkpoint_note == checkpoint.note &&
                      crypto::verify_proof(*proof, as_bytes(leaf.leaf), {log});
    if (!good) return about(Reason::export_proof, kExportProofFile);
    return std::nullopt;
}

}  // namespace

Checked<VerifiedExport> verify_export(const fs::path& folder,
                                      const std::optional<crypto::NoteVerifier>& pinned,
                                      const std::function<void(std::uint64_t)>& progress) {
    const auto opened = open_manifest(folder);
    if (!opened) return opened.error();
    const Manifest& manifest = opened->manifest;
    if (auto finding = check_files(folder, manifest)) return *finding;
    const auto log = log_key(folder, pinned);
    if (!log) return log.error();
    const auto checkpoint = open_checkpoint(folder, manifest, *log);
    if (!checkpoint) return checkpoint.error();
    if (auto finding = check_export_proof(folder, opened->leaf, *checkpoint, *log)) return *finding;
    const Hash32& root = checkpoint->checkpoint.root;
    if (auto finding = check_leaves(folder, manifest, root, progress)) return *finding;
    return VerifiedExport{.id = manifest.id,
                          .origin = manifest.origin,
                          .size = manifest.size,
                          .count = manifest.count,
                          .complete = manifest.complete,
                          .filter = manifest.filter,
                          .root = root,
                          .pinned = pinned.has_value()};
}

}  // namespace hotline::cli
