#pragma once

#include "storage/records.hpp"
#include "storage/reveal_records.hpp"

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

namespace hotline::storage {

/// What the rooms above know of a row; asked once for each while it passes by.
struct RowChecks {
    /// `internal` of the error says what is wrong.
    std::function<Result<void>(const UserRow&)> user = {};
    std::function<Result<void>(const ApprovalRow&)> approval = {};
    /// When the person of this case is wiped unless somebody decides, if the case is such a guess.
    std::function<std::optional<Time>(const CaseRecord&)> wipe_at = {};
};

/// Examines a database of the embedded engine without any key, over a read connection of its own and in one
/// snapshot; the engine may run meanwhile. Memory stays flat: rows are streamed.
/// @return findings (table, row, what is wrong; never contents), empty when clean
/// Errors: not_found, storage_failed when it cannot be read at all.
[[nodiscard]] Result<std::vector<std::string>> check_sqlite(const std::filesystem::path& path,
                                                            const RowChecks& also = {});

}  // namespace hotline::storage
