#include "storage/sqlite/case_rules.hpp"

#include "storage/case_hash.hpp"

#include <algorithm>

namespace hotline::storage::sqlite {

const SealedPart* contact_of(const Dossier& dossier) {
    const auto found = std::ranges::find_if(dossier.parts, [](const SealedPart& part) {
        return part.kind == SealedPart::Kind::envelope && part.compartment == crypto::Compartment::contact;
    });
    return found == dossier.parts.end() ? nullptr : &*found;
}

bool may_be_indexed(const CaseRecord& record) {
    return !record.row.flags.confidential && contact_of(record.dossier) != nullptr;
}

bool same_bytes(const SealedPart* a, const SealedPart* b) {
    return (a == nullptr && b == nullptr) || (a != nullptr && b != nullptr && a->bytes == b->bytes);
}

std::optional<std::uint32_t> token_after(const CaseRecord& old, const CaseRecord& with) {
    if (!may_be_indexed(with)) return std::nullopt;
    if (with.row.phone_token) return with.row.phone_token;
    const bool same_contact = same_bytes(contact_of(old.dossier), contact_of(with.dossier));
    return same_contact ? old.row.phone_token : std::nullopt;
}

std::optional<Time> open_due_of(const CaseRow& row) {
    return is_open(row.state) ? row.due_at : std::nullopt;
}

bool awaits_token(const CaseRecord& record) {
    return !record.row.phone_token && may_be_indexed(record);
}

bool is_bound(const CaseRecord& record, ByteView manifest) {
    const auto parts = manifest_hash(record.dossier);
    // leaves of before the clear row was bound speak of the sealed parts alone
    return std::ranges::equal(manifest, case_hash(record.row, parts).view()) ||
           std::ranges::equal(manifest, parts.view());
}

}  // namespace hotline::storage::sqlite
