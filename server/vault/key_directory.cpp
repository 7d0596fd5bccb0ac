#include "server/vault/key_directory.hpp"

#include <charconv>
#include <fmt/format.h>
#include <fmt/ranges.h>

namespace hotline::vault {
namespace {

Bytes bytes_of(std::string_view text) {
    const ByteView view = as_bytes(text);
    return {view.begin(), view.end()};
}

/// Takes "NAME value\n" off the front of `rest`.
Result<std::string> take_line(std::string_view& rest, std::string_view name) {
    const std::size_t end = rest.find('\n');
    if (end == std::string_view::npos) return fail(Errc::bad_format, "directory entry: line missing");
    const std::string_view line = rest.substr(0, end);
    if (!line.starts_with(name) || line.size() <= name.size() || line[name.size()] != ' ')
        return fail(Errc::bad_format, "directory entry: unexpected line");
    rest.remove_prefix(end + 1);
    return std::string(line.substr(name.size() + 1));
}

template <class Fixed>
Result<Fixed> fixed_from_base64(std::string_view text) {
    Result<Bytes> bytes = from_base64(text);
    if (!bytes) return bytes.error();
    return Fixed::from(*bytes);
}

}  // namespace

std::vector<std::string> parse_list(std::string_view list) {
    std::vector<std::string> items;
    while (!list.empty() && list != "-") {
        const std::size_t comma = list.find(',');
        items.emplace_back(list.substr(0, comma));
        if (comma == std::string_view::npos) break;
        list.remove_prefix(comma + 1);
    }
    return items;
}

std::string format_list(const std::vector<std::string>& items) {
    return items.empty() ? "-" : fmt::format("{}", fmt::join(items, ","));
}

Bytes encode_entry(const UnitKeyEntry& entry) {
    return bytes_of(fmt::format("1022/unit-key/v1\nunit {}\nversion {}\nkey {}\nfrom {}\n", entry.unit,
                                entry.version, to_base64(entry.public_key.view()),
                                entry.from.time_since_epoch().count()));
}

Bytes encode_entry(const MemberEntry& entry) {
    return bytes_of(
        fmt::format("1022/member/v1\nid {}\nusername {}\nbox {}\nsign {}\nroles {}\nunits {}\nfrom {}\n",
                    to_hex(entry.id.view()), entry.username, to_base64(entry.box_key.view()),
                    to_base64(entry.sign_key.view()), format_list(entry.roles), format_list(entry.units),
                    entry.from.time_since_epoch().count()));
}

Result<MemberEntry> decode_member_entry(ByteView bytes) {
    constexpr std::string_view kHead = "1022/member/v1\n";
    std::string_view rest = as_text(bytes);
    if (!rest.starts_with(kHead)) return fail(Errc::bad_format, "directory entry: unknown version");
    rest.remove_prefix(kHead.size());

    std::vector<std::string> values;
    for (const std::string_view name : {"id", "username", "box", "sign", "roles", "units", "from"}) {
        Result<std::string> value = take_line(rest, name);
        if (!value) return value.error();
        values.push_back(*std::move(value));
    }
    if (!rest.empty()) return fail(Errc::bad_format, "directory entry: trailing bytes");

    MemberEntry entry;
    Result<Bytes> id = from_hex(values[0]);
    if (!id) return id.error();
    Result<UserId> user = UserId::from(*id);
    auto box = fixed_from_base64<crypto::BoxPublicKey>(values[2]);
    auto sign = fixed_from_base64<crypto::SignPublicKey>(values[3]);
    std::int64_t from_ms = 0;
    const std::string& from = values[6];
    const auto parsed = std::from_chars(from.data(), from.data() + from.size(), from_ms);
    if (!user || !box || !sign || parsed.ec != std::errc{} || parsed.ptr != from.data() + from.size())
        return fail(Errc::bad_format, "directory entry: bad value");
    entry.id = *user;
    entry.username = values[1];
    entry.box_key = *box;
    entry.sign_key = *sign;
    entry.roles = parse_list(values[4]);
    entry.units = parse_list(values[5]);
    entry.from = storage::Time{std::chrono::milliseconds{from_ms}};
    return entry;
}

Result<std::shared_ptr<const KeyDirectory>> KeyDirectory::verify(
    std::uint64_t version, const crypto::SignPublicKey& root, const std::vector<storage::UnitKeyRow>& rows) {
    auto directory = std::make_shared<KeyDirectory>();
    directory->version_ = version;
    for (const storage::UnitKeyRow& row : rows) {
        if (!crypto::verify(root, kDirectoryLabel, row.entry, row.root_signature))
            return fail(Errc::bad_signature, "unit key not signed by the directory root: " + row.unit);
        // The signed text must say what the columns say, or the columns could be swapped under a true
        // signature.
        const std::string expected = fmt::format("1022/unit-key/v1\nunit {}\nversion {}\nkey {}\nfrom ",
                                                 row.unit, row.version, to_base64(row.public_key.view()));
        if (!as_text(row.entry).starts_with(expected))
            return fail(Errc::bad_signature, "unit key differs from its signed entry: " + row.unit);
        const std::size_t index = directory->keys_.size();
        directory->keys_.push_back(
            {row.unit, row.version, row.public_key, crypto::kid_of(row.public_key), row.state});
        directory->by_kid_.emplace(directory->keys_.back().kid, index);
        if (row.state == storage::KeyState::primary) directory->primary_.insert_or_assign(row.unit, index);
    }
    return std::shared_ptr<const KeyDirectory>(std::move(directory));
}

const KeyDirectory::UnitKey* KeyDirectory::primary(std::string_view unit) const noexcept {
    const auto found = primary_.find(unit);
    return found == primary_.end() ? nullptr : &keys_[found->second];
}

const KeyDirectory::UnitKey* KeyDirectory::by_kid(const crypto::Kid& kid) const noexcept {
    const auto found = by_kid_.find(kid);
    return found == by_kid_.end() ? nullptr : &keys_[found->second];
}

Result<std::shared_ptr<const KeyDirectory>> load_directory(storage::ReadTx& tx,
                                                           const crypto::SignPublicKey& root) {
    Result<std::uint64_t> version = tx.directory_version();
    if (!version) return version.error();
    Result<std::vector<storage::UnitKeyRow>> rows = tx.unit_keys();
    if (!rows) return rows.error();
    return KeyDirectory::verify(*version, root, *rows);
}

Result<MemberEntry> verify_member(const storage::UserRow& row, const crypto::SignPublicKey& root) {
    if (!crypto::verify(root, kDirectoryLabel, row.entry, row.entry_signature))
        return fail(Errc::bad_signature, "member entry not signed by the directory root");
    Result<MemberEntry> entry = decode_member_entry(row.entry);
    if (!entry) return entry.error();
    if (entry->id != row.id || entry->username != row.username)
        return fail(Errc::bad_signature, "member row differs from its signed entry");
    return entry;
}

}  // namespace hotline::vault
