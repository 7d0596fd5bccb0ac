#include "clients/cli/verify/finding.hpp"

#include <algorithm>
#include <fmt/format.h>

#include "clients/cli/messages.hpp"

namespace hotline::cli {
namespace {

struct ReasonText {
    Reason reason;
    std::string_view name;
    std::string_view vietnamese;
};

constexpr ReasonText kReasons[] = {
    {Reason::unreadable, "unreadable", reason::kUnreadable},
    {Reason::manifest_shape, "manifest-shape", reason::kManifestShape},
    {Reason::export_leaf_shape, "export-leaf-shape", reason::kExportLeafShape},
    {Reason::export_leaf_mismatch, "export-leaf-mismatch", reason::kExportLeafMismatch},
    {Reason::manifest_signature, "manifest-signature", reason::kManifestSignature},
    {Reason::missing_file, "missing-file", reason::kMissingFile},
    {Reason::extra_file, "extra-file", reason::kExtraFile},
    {Reason::file_size, "file-size", reason::kFileSize},
    {Reason::file_hash, "file-hash", reason::kFileHash},
    {Reason::log_key, "log-key", reason::kLogKey},
    {Reason::checkpoint_signature, "checkpoint-signature", reason::kCheckpointSignature},
    {Reason::checkpoint_mismatch, "checkpoint-mismatch", reason::kCheckpointMismatch},
    {Reason::export_proof, "export-proof", reason::kExportProof},
    {Reason::leaf_shape, "leaf-shape", reason::kLeafShape},
    {Reason::leaf_number, "leaf-number", reason::kLeafNumber},
    {Reason::leaf_order, "leaf-order", reason::kLeafOrder},
    {Reason::leaf_missing, "leaf-missing", reason::kLeafMissing},
    {Reason::shown_hash, "shown-hash", reason::kShownHash},
    {Reason::staff_hash, "staff-hash", reason::kStaffHash},
    {Reason::proof, "proof", reason::kProof},
    {Reason::root, "root", reason::kRoot},
    {Reason::count, "count", reason::kCount},
};

const ReasonText& text_of(Reason reason) {
    return *std::ranges::find(kReasons, reason, &ReasonText::reason);
}

}  // namespace

std::string_view name_of(Reason reason) {
    return text_of(reason).name;
}

std::string sentence_of(const Finding& finding) {
    std::string where;
    if (finding.index) where = fmt::format(msg::kEntry, *finding.index);
    if (!finding.file.empty()) where += (where.empty() ? "" : ", ") + fmt::format(msg::kFile, finding.file);
    return fmt::format(msg::kNotVerified, where, text_of(finding.reason).vietnamese);
}

}  // namespace hotline::cli
