#include "storage/sqlite/value.hpp"

#include <algorithm>

namespace hotline::storage::sqlite {
namespace {

constexpr std::string_view kLabel = "1022/row/v1";
constexpr std::size_t kValuePrefix = 9;

}  // namespace

RowSum sum_of(std::string_view table, std::span<const Value> values) {
    std::size_t size = kLabel.size() + table.size() + 1;
    for (const auto& value : values) size += kValuePrefix + value.bytes.size();
    Bytes text;
    text.reserve(size);
    put_bytes(text, as_bytes(kLabel));
    put_bytes(text, as_bytes(table));
    put_u8(text, 0);
    for (const auto& value : values) {
        const bool is_integer = value.kind == Value::Kind::integer;
        put_u8(text, static_cast<std::uint8_t>(value.kind));
        put_u64(text, is_integer ? static_cast<std::uint64_t>(value.integer) : value.bytes.size());
        put_bytes(text, value.bytes);
    }
    const auto hash = blake2b({}, {text});
    RowSum sum;
    std::ranges::copy(hash.view().first(RowSum::size), sum.bytes.begin());
    return sum;
}

}  // namespace hotline::storage::sqlite
