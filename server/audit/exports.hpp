#pragma once

#include "crypto/note.hpp"
#include "storage/engine.hpp"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace hotline::audit {

/// What an auditor asked for. Empty members: everything.
struct ExportFilter {
    std::optional<storage::Time> since, until;
    std::string unit, purpose;
    std::optional<UserId> officer;
    std::optional<CaseId> case_id;

    /// True when nothing is left out: then the export's own root proves that it is complete.
    [[nodiscard]] bool complete() const noexcept;
    /// Compact JSON with the members that are set; stored and written into the manifest.
    [[nodiscard]] std::string to_json() const;
    /// Errors: bad_format.
    [[nodiscard]] static Result<ExportFilter> from_json(std::string_view text);
    /// The query for indexes [from, to).
    [[nodiscard]] storage::EventQuery query(std::uint64_t from, std::uint64_t to, std::uint32_t limit) const;
};

inline constexpr std::uint64_t kLeavesPerFile = 8192;

/// Names of an export's files (DESIGN.md, "Export"), the manifest last. The tree has `size` leaves.
[[nodiscard]] std::vector<std::string> export_files(std::uint64_t size);
/// The range of indexes that a leaves file holds. Errors: not_found when the name is none of this export's.
struct LeafRange {
    std::uint64_t from = 0, to = 0;
};
[[nodiscard]] Result<LeafRange> leaf_range(std::string_view name, std::uint64_t size);

/// One line of a leaves file, with its line feed. `staff` is salt32 ‖ JSON as opened, empty when it was
/// erased; `path` only in filtered exports.
[[nodiscard]] std::string leaf_line(const storage::EventRow& event, std::string_view staff,
                                    const std::optional<std::vector<Hash32>>& path);
/// export-leaf.json.
[[nodiscard]] std::string export_leaf_json(const storage::EventRow& event);
/// README.txt: how to verify with other people's tools, in Vietnamese and English.
[[nodiscard]] std::string_view export_readme() noexcept;

/// Collects what the manifest says: name, size and SHA-256 of every file.
class Manifest {
public:
    struct Head {
        RowId id;
        std::string origin;
        std::uint64_t leaf = 0, size = 0;
        bool complete = false;
        std::string filter_json;
    };
    explicit Manifest(Head head) : head_(std::move(head)) {}
    void add_file(std::string_view name, ByteView bytes);
    void add_leaves(std::uint64_t lines) { count_ += lines; }
    /// The signed note.
    [[nodiscard]] std::string sign(const crypto::NoteSigner& export_key) const;

private:
    Head head_;
    std::uint64_t count_ = 0;
    std::map<std::string, std::string> files_;  // name → "size sha256"
};

/// The name of an export's own key: ORIGIN/export/ID.
[[nodiscard]] std::string export_key_name(std::string_view origin, const RowId& id);

}  // namespace hotline::audit
