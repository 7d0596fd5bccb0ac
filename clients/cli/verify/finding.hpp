#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "clients/cli/outcome.hpp"

namespace hotline::cli {

/// What can be wrong with an export or a proof, as a closed list. The order is that of verification.
enum class Reason {
    unreadable,            ///< a file cannot be read
    manifest_shape,        ///< the manifest is not one signed note with the lines of version 1
    export_leaf_shape,     ///< export-leaf.json is not what it must be
    export_leaf_mismatch,  ///< the export's leaf and the manifest do not speak of the same export
    manifest_signature,    ///< not signed by the export key
    missing_file,
    extra_file,
    file_size,
    file_hash,
    log_key,               ///< log.vkey is no verifier key, or not the pinned one
    checkpoint_signature,  ///< not signed by the log
    checkpoint_mismatch,   ///< signed, but of another origin or size than the manifest says
    export_proof,          ///< the export's leaf is not proven in the checkpoint's tree
    leaf_shape,            ///< a line or its leaf text has another form
    leaf_number,           ///< the n line is not the entry's index
    leaf_order,            ///< out of order, twice, or in the wrong file
    leaf_missing,          ///< a complete export with a gap
    shown_hash,            ///< what was shown is not what the leaf commits to
    staff_hash,            ///< the staff part is not what the leaf commits to
    proof,                 ///< the inclusion path does not lead to the root
    root,                  ///< all leaves together do not give the checkpoint's root
    count,                 ///< the manifest counts another number of leaves
};

/// The first thing that is wrong.
struct Finding {
    Reason reason = Reason::unreadable;
    std::string file;                    ///< empty when it is not about a file
    std::optional<std::uint64_t> index;  ///< the bad entry of the log
};

/// A value, or the first thing that is wrong.
template <class T>
using Checked = Either<T, Finding>;

/// The reason's own name, for scripts.
[[nodiscard]] std::string_view name_of(Reason reason);
/// A Vietnamese sentence that names the entry or the file.
[[nodiscard]] std::string sentence_of(const Finding& finding);

}  // namespace hotline::cli
