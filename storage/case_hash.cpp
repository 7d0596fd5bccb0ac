#include "storage/case_hash.hpp"

#include "storage/hash_fields.hpp"

namespace hotline::storage {
namespace {

enum FlagBit : std::uint8_t {
    anonymous = 1,
    confidential = 2,
    contact_by_unit = 4,
    notify = 8,
    publish = 16
};
constexpr std::int64_t kAllFlags = 31;
constexpr std::string_view kLabel = "1022/case/v1";
constexpr std::size_t kUsualBytes = 320;

}  // namespace

Hash32 case_hash(const CaseRow& row, const Hash32& parts) {
    Bytes text;
    text.reserve(kUsualBytes);
    put_bytes(text, as_bytes(kLabel));
    put_bytes(text, parts.view());
    put_u64(text, static_cast<std::uint64_t>(row.number));
    put_bytes(text, row.id.view());
    put_u32(text, row.version);
    put_u8(text, static_cast<std::uint8_t>(row.state));
    put_u8(text, encode_flags(row.flags));
    for (const auto* code : {&row.class_code, &row.field, &row.area, &row.unit, &row.urgency, &row.channel})
        put_field(text, as_bytes(*code));
    put_time(text, row.received_at);
    put_u8(text, row.due_at ? 1 : 0);
    put_time(text, row.due_at.value_or(Time{}));
    put_time(text, row.updated_at);
    put_bytes(text, row.created_by.view());
    put_bytes(text, row.assignee.view());
    put_bytes(text, row.citizen_salt.view());
    return sha256(text);
}

std::uint8_t encode_flags(const CaseFlags& flags) noexcept {
    return static_cast<std::uint8_t>(
        (flags.anonymous ? FlagBit::anonymous : 0) | (flags.confidential ? FlagBit::confidential : 0) |
        (flags.contact_by_unit ? FlagBit::contact_by_unit : 0) | (flags.notify ? FlagBit::notify : 0) |
        (flags.publish ? FlagBit::publish : 0));
}

Result<CaseFlags> decode_flags(std::int64_t bits) {
    if ((bits & ~kAllFlags) != 0) return fail(Errc::bad_format, "an unknown flag");
    return CaseFlags{.anonymous = (bits & FlagBit::anonymous) != 0,
                     .confidential = (bits & FlagBit::confidential) != 0,
                     .contact_by_unit = (bits & FlagBit::contact_by_unit) != 0,
                     .notify = (bits & FlagBit::notify) != 0,
                     .publish = (bits & FlagBit::publish) != 0};
}

}  // namespace hotline::storage
