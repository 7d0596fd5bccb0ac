#include "server/vault/directory_root.hpp"

#include <algorithm>

namespace hotline::vault {

storage::SealedSecretRow seal_root_for(const crypto::SignSecretKey& root, const crypto::BoxPublicKey& admin) {
    const crypto::Kid kid = crypto::kid_of(admin);
    return {std::string(kRootSecret),
            {kid.bytes.begin(), kid.bytes.end()},
            crypto::seal_to(admin, root.expose_secret().first<32>())};  // the seed
}

Result<DirectoryRoot> DirectoryRoot::open(const crypto::BoxKeyPair& admin,
                                          const std::vector<storage::SealedSecretRow>& copies,
                                          const crypto::SignPublicKey& pinned) {
    const crypto::Kid kid = crypto::kid_of(admin.public_key);
    const auto own = std::ranges::find_if(copies, [&](const storage::SealedSecretRow& copy) {
        return std::ranges::equal(copy.recipient, kid.view());
    });
    if (own == copies.end()) return fail(Errc::forbidden, "no copy of the directory root for this admin");
    Result<SecretBytes> bytes = crypto::open_sealed(admin, own->box);
    if (!bytes) return bytes.error();
    Result<crypto::SignSeed> seed = crypto::SignSeed::from(bytes->expose_secret());
    if (!seed) return seed.error();
    crypto::SignKeyPair root = crypto::sign_key_pair_from_seed(*seed);
    if (root.public_key != pinned) return fail(Errc::bad_key, "the sealed root is not the pinned one");
    return DirectoryRoot(std::move(root.secret_key));
}

void DirectoryRoot::sign(const MemberEntry& entry, storage::UserRow& into) const {
    into.entry = encode_entry(entry);
    into.entry_signature = crypto::sign(secret_, kDirectoryLabel, into.entry);
}

}  // namespace hotline::vault
