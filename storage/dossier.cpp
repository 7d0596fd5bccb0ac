#include "storage/records.hpp"

#include <algorithm>
#include <array>
#include <limits>
#include <tuple>

namespace hotline::storage {
namespace {

constexpr std::size_t kFixedBytes = 27;
constexpr std::size_t kPrefixBytes = 4;
constexpr std::uint8_t kMagic = 'D', kVersion = 1;
constexpr std::uint8_t kCacheAlgorithm = 3;
constexpr std::string_view kManifestLabel = "1022/manifest/v1";

void store_u32(std::uint8_t* at, std::uint32_t value) {
    for (int shift = 0; shift < 32; shift += 8) *at++ = static_cast<std::uint8_t>(value >> shift);
}

void put_fixed(Bytes& out, const SealedPart& part) {
    std::array<std::uint8_t, kFixedBytes>
        fixed{};  // one append: this runs for every part on the writer thread
    fixed[0] = static_cast<std::uint8_t>(part.kind);
    fixed[1] = static_cast<std::uint8_t>(part.compartment);
    fixed[2] = part.column;
    store_u32(&fixed[3], part.row_version);
    std::ranges::copy(part.row_id.bytes, &fixed[7]);
    store_u32(&fixed[7 + RowId::size], static_cast<std::uint32_t>(part.bytes.size()));
    put_bytes(out, fixed);
}

Result<SealedPart> read_part(ByteReader& reader) {
    SealedPart part;
    const auto kind = reader.u8();
    part.kind = static_cast<SealedPart::Kind>(kind);
    part.compartment = static_cast<crypto::Compartment>(reader.u8());
    part.column = reader.u8();
    part.row_version = reader.u32();
    const auto row = reader.take(RowId::size);
    const auto length = reader.u32();
    const auto bytes = reader.take(length);
    if (!reader.ok()) return fail(Errc::bad_format, "sealed part is cut short");
    if (kind != 1 && kind != 2) return fail(Errc::bad_format, "unknown kind of sealed part");
    std::ranges::copy(row, part.row_id.bytes.begin());
    part.bytes.assign(bytes.begin(), bytes.end());
    return part;
}

bool stands_before(const SealedPart& a, const SealedPart& b) {
    return std::tie(a.compartment, a.kind, a.column, a.row_id, a.bytes) <
           std::tie(b.compartment, b.kind, b.column, b.row_id, b.bytes);
}

bool is_wrap_for(const SealedPart& part, const crypto::Kid& recipient) {
    if (part.kind != SealedPart::Kind::wrap) return false;
    const auto head = crypto::read_wrap_head(part.bytes);
    return head && head->algorithm != kCacheAlgorithm && head->recipient == recipient;
}

}  // namespace

SealedPart SealedPart::envelope(crypto::Compartment compartment, std::uint8_t column, RowId row,
                                std::uint32_t row_version, crypto::Envelope sealed) {
    return {Kind::envelope, compartment, column, row_version, row, std::move(sealed).take()};
}

SealedPart SealedPart::wrap(crypto::Compartment compartment, std::uint32_t data_key_version,
                            crypto::Wrap wrap) {
    return {Kind::wrap, compartment, 0, data_key_version, RowId{}, std::move(wrap).take()};
}

void Dossier::sort() {
    std::ranges::sort(parts, stands_before);
}

bool Dossier::is_sorted() const noexcept {
    return std::ranges::is_sorted(parts, stands_before);
}

const SealedPart* Dossier::find_envelope(crypto::Compartment compartment, std::uint8_t column,
                                         const RowId& row) const noexcept {
    const auto found = std::ranges::find_if(parts, [&](const SealedPart& part) {
        return part.kind == SealedPart::Kind::envelope && part.compartment == compartment &&
               part.column == column && part.row_id == row;
    });
    return found == parts.end() ? nullptr : &*found;
}

const SealedPart* Dossier::find_wrap(crypto::Compartment compartment,
                                     const crypto::Kid& recipient) const noexcept {
    const auto found = std::ranges::find_if(parts, [&](const SealedPart& part) {
        return part.compartment == compartment && is_wrap_for(part, recipient);
    });
    return found == parts.end() ? nullptr : &*found;
}

std::size_t Dossier::drop_wraps(const crypto::Kid& recipient) {
    return std::erase_if(parts, [&](const SealedPart& part) { return is_wrap_for(part, recipient); });
}

bool belongs_to_head(const SealedPart& part) noexcept {
    if (part.compartment != crypto::Compartment::report) return false;
    return part.kind == SealedPart::Kind::wrap || part.column == place::kSubject;
}

Bytes encode_parts(const Dossier& dossier, bool head) {
    std::size_t count = 0, size = kPrefixBytes;
    for (const auto& part : dossier.parts) {
        if (belongs_to_head(part) != head) continue;
        ++count;
        size += kFixedBytes + part.bytes.size();
    }
    if (count > std::numeric_limits<std::uint16_t>::max()) throw std::length_error("too many sealed parts");
    Bytes out;
    out.reserve(size);
    put_u8(out, kMagic);
    put_u8(out, kVersion);
    put_u8(out, static_cast<std::uint8_t>(count & 0xff));
    put_u8(out, static_cast<std::uint8_t>(count >> 8));
    for (const auto& part : dossier.parts) {
        if (belongs_to_head(part) != head) continue;
        put_fixed(out, part);
        put_bytes(out, part.bytes);
    }
    return out;
}

Result<void> decode_parts(ByteView encoded, Dossier& into) {
    ByteReader reader(encoded);
    const bool known = reader.u8() == kMagic && reader.u8() == kVersion;
    if (!known) return fail(Errc::bad_format, "not a dossier of version 1");
    const auto low = reader.u8();
    const auto count = static_cast<std::size_t>(low) + 256U * reader.u8();
    for (std::size_t i = 0; i < count; ++i) {
        auto part = read_part(reader);
        if (!part) return part.error();
        into.parts.push_back(*std::move(part));
    }
    if (!reader.done()) return fail(Errc::bad_format, "dossier has bytes left over");
    return {};
}

Hash32 manifest_hash(const Dossier& sorted) {
    Bytes text;
    text.reserve(kManifestLabel.size() + sorted.parts.size() * (kFixedBytes + Hash32::size));
    put_bytes(text, as_bytes(kManifestLabel));
    for (const auto& part : sorted.parts) {
        put_fixed(text, part);
        put_bytes(text, blake2b({}, {part.bytes}).view());
    }
    return sha256(text);
}

}  // namespace hotline::storage
