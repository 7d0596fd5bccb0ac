#pragma once

#include "crypto/keys.hpp"
#include "storage/engine.hpp"

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace hotline::vault {

/// What the directory root signs about one version of a unit's key.
struct UnitKeyEntry {
    std::string unit;
    std::uint32_t version = 0;
    crypto::BoxPublicKey public_key;
    storage::Time from{};
};
/// "1022/unit-key/v1\nunit …\nversion …\nkey base64\nfrom <unix ms>\n".
[[nodiscard]] Bytes encode_entry(const UnitKeyEntry& entry);

/// What the root signs about a member.
struct MemberEntry {
    UserId id;
    std::string username;
    crypto::BoxPublicKey box_key;
    crypto::SignPublicKey sign_key;
    std::vector<std::string> roles;
    std::vector<std::string> units;
    storage::Time from{};
};
/// "1022/member/v1\nid hex\nusername …\nbox base64\nsign base64\nroles a,b\nunits a,b\nfrom <unix ms>\n".
[[nodiscard]] Bytes encode_entry(const MemberEntry& entry);
/// Lists as entries write them: "a,b", "-" for none.
[[nodiscard]] std::string format_list(const std::vector<std::string>& items);
[[nodiscard]] std::vector<std::string> parse_list(std::string_view list);
/// Errors: bad_format.
[[nodiscard]] Result<MemberEntry> decode_member_entry(ByteView bytes);

/// The label under which the root signs entries.
inline constexpr std::string_view kDirectoryLabel = "1022/directory/v1";

/// The key directory as this server believes it: every entry was verified against the pinned root.
/// Immutable; shared by all requests that began while it was current.
class KeyDirectory {
public:
    struct UnitKey {
        std::string unit;
        std::uint32_t version = 0;
        crypto::BoxPublicKey public_key;
        crypto::Kid kid;
        storage::KeyState state{};
    };

    /// Errors: bad_signature (an entry that the root did not sign, or that says something else than its row).
    [[nodiscard]] static Result<std::shared_ptr<const KeyDirectory>> verify(
        std::uint64_t version, const crypto::SignPublicKey& root,
        const std::vector<storage::UnitKeyRow>& rows);

    /// The key that new wraps are made for; null when the unit has none.
    [[nodiscard]] const UnitKey* primary(std::string_view unit) const noexcept;
    [[nodiscard]] const UnitKey* by_kid(const crypto::Kid& kid) const noexcept;
    [[nodiscard]] const std::vector<UnitKey>& keys() const noexcept { return keys_; }
    [[nodiscard]] std::uint64_t version() const noexcept { return version_; }

private:
    std::uint64_t version_ = 0;
    std::vector<UnitKey> keys_;
    std::map<std::string, std::size_t, std::less<>> primary_;
    std::map<crypto::Kid, std::size_t> by_kid_;
};

/// Reads and verifies the directory of one snapshot. Errors: those of `verify` and of the engine.
[[nodiscard]] Result<std::shared_ptr<const KeyDirectory>> load_directory(storage::ReadTx& tx,
                                                                         const crypto::SignPublicKey& root);

/// Checks a member's row against its signed entry and the root. Errors: bad_signature, bad_format.
[[nodiscard]] Result<MemberEntry> verify_member(const storage::UserRow& row,
                                                const crypto::SignPublicKey& root);

}  // namespace hotline::vault
