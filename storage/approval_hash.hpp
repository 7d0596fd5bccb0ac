#pragma once

#include "storage/reveal_records.hpp"

namespace hotline::storage {

/// `b` of the leaf `reveal.asked`: what was asked, by whom, with which sealed reason (DESIGN.md, "Formats").
/// Covers the columns that never change.
[[nodiscard]] Hash32 asked_hash(const ApprovalRow& row);
/// `b` of the leaf `reveal.approved` or `reveal.refused`: who decided on that request, and until when it
/// holds. The wraps are left out: they go when an approval ends, and open for nobody but the officer.
[[nodiscard]] Hash32 decided_hash(const ApprovalRow& row, bool approved);

}  // namespace hotline::storage
