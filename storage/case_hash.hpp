#pragma once

#include "storage/records.hpp"

namespace hotline::storage {

/// `b` of a leaf about a case: binds its clear row and its sealed parts to the signed log (DESIGN.md,
/// "Formats"). Left out is what other columns tell (open_due, manifest_leaf) and the blind index, which is
/// filled in later.
/// @param row    with the number and the version that it has after the act
/// @param parts  manifest_hash of the case's dossier
[[nodiscard]] Hash32 case_hash(const CaseRow& row, const Hash32& parts);

/// The flags as they are stored and hashed: 1 anonymous, 2 confidential, 4 contact_by_unit, 8 notify, 16
/// publish.
[[nodiscard]] std::uint8_t encode_flags(const CaseFlags& flags) noexcept;
/// Errors: bad_format for a bit that is none of these.
[[nodiscard]] Result<CaseFlags> decode_flags(std::int64_t bits);

}  // namespace hotline::storage
