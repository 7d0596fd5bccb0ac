#include "storage/approval_hash.hpp"

#include "storage/hash_fields.hpp"

namespace hotline::storage {
namespace {

constexpr std::string_view kAskedLabel = "1022/approval-asked/v1";
constexpr std::string_view kDecidedLabel = "1022/approval-decided/v1";

}  // namespace

Hash32 asked_hash(const ApprovalRow& row) {
    Bytes text;
    put_bytes(text, as_bytes(kAskedLabel));
    put_bytes(text, row.id.view());
    put_bytes(text, row.case_id.value_or(CaseId{}).view());
    put_bytes(text, row.requester.view());
    put_field(text, as_bytes(row.unit));
    put_field(text, as_bytes(row.purpose));
    put_u32(text, static_cast<std::uint32_t>(row.compartments.size()));
    for (const auto compartment : row.compartments) put_u8(text, static_cast<std::uint8_t>(compartment));
    put_field(text, row.note_wrap);
    put_field(text, row.note_envelope);
    put_time(text, row.asked_at);
    return sha256(text);
}

Hash32 decided_hash(const ApprovalRow& row, bool approved) {
    Bytes text;
    put_bytes(text, as_bytes(kDecidedLabel));
    put_bytes(text, asked_hash(row).view());
    put_u64(text, row.leaf);
    put_u8(text, approved ? 1 : 0);
    put_bytes(text, row.approver.view());
    put_bytes(text, row.signature.view());
    put_time(text, row.expires_at);
    return sha256(text);
}

}  // namespace hotline::storage
