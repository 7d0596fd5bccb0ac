#pragma once

#include "server/vault/key_directory.hpp"

#include <vector>

namespace hotline::vault {

/// The sealed secret under which every admin keeps a copy of the directory root's secret half.
inline constexpr std::string_view kRootSecret = "root";

/// A copy of the root's secret half for one admin. Used by whoever holds it: founding, or an admin's session.
[[nodiscard]] storage::SealedSecretRow seal_root_for(const crypto::SignSecretKey& root,
                                                     const crypto::BoxPublicKey& admin);

/// The directory root's secret half, opened by an admin's session for one request; wiped with it.
class DirectoryRoot {
public:
    /// @param copies  rows of `kRootSecret`
    /// Errors: forbidden (no copy for this admin), bad_key (the copy is not the pinned root's, or was
    /// changed).
    [[nodiscard]] static Result<DirectoryRoot> open(const crypto::BoxKeyPair& admin,
                                                    const std::vector<storage::SealedSecretRow>& copies,
                                                    const crypto::SignPublicKey& pinned);
    /// Writes entry and signature into a member's row.
    void sign(const MemberEntry& entry, storage::UserRow& into) const;
    [[nodiscard]] storage::SealedSecretRow copy_for(const crypto::BoxPublicKey& admin) const {
        return seal_root_for(secret_, admin);
    }

private:
    explicit DirectoryRoot(crypto::SignSecretKey secret) noexcept : secret_(std::move(secret)) {}
    crypto::SignSecretKey secret_;
};

}  // namespace hotline::vault
