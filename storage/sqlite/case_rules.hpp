#pragma once

#include "storage/records.hpp"
#include "storage/sqlite/approval_rules.hpp"

namespace hotline::storage::sqlite {

/// due_at while the state is open: what lists and counters go by.
[[nodiscard]] std::optional<Time> open_due_of(const CaseRow& row);
/// True when the case has a contact that may be indexed and no token yet.
[[nodiscard]] bool awaits_token(const CaseRecord& record);
/// True when `manifest`, `b` of a leaf, says what is stored of a case now.
[[nodiscard]] bool is_bound(const CaseRecord& record, ByteView manifest);
/// `b` of the newest leaf that binds a case.
inline constexpr const char* kNewestManifest =
    "SELECT manifest FROM events WHERE case_id=? AND manifest IS NOT NULL"
    " AND NOT " HOTLINE_OF_APPROVAL " ORDER BY n DESC LIMIT 1";

/// The contact's envelope, or null.
[[nodiscard]] const SealedPart* contact_of(const Dossier& dossier);
[[nodiscard]] bool may_be_indexed(const CaseRecord& record);
/// True for two parts of the same bytes, and for none twice.
[[nodiscard]] bool same_bytes(const SealedPart* a, const SealedPart* b);
/// The blind index after a change: a caller that knows nothing of it keeps the token, unless the contact is
/// another.
[[nodiscard]] std::optional<std::uint32_t> token_after(const CaseRecord& old, const CaseRecord& with);

}  // namespace hotline::storage::sqlite
