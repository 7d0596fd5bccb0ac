#include "server/vault/account_secrets.hpp"
#include "server/vault/directory_root.hpp"
#include "tests/unit/vault/people.hpp"

#include <gtest/gtest.h>

namespace hotline::vault {
namespace {

MemberEntry entry_of(const UserKeys& keys, const UserId& id) {
    return {id, "an", keys.box.public_key, keys.sign.public_key, {"officer"}, {"so-y-te"}, {}};
}

storage::InvitationRow terms(const UserId& user) {
    storage::InvitationRow row;
    row.user = user;
    row.username = "binh";
    row.display_name = "Lê Văn Bình";
    row.roles = "officer";
    row.units = "so-y-te";
    return row;
}

TEST(DirectoryRoot, AnAdminsCopySignsMembers) {
    const testing::Hotline hotline;
    const UserKeys admin = make_user_keys(), member = make_user_keys();
    const std::vector copies{seal_root_for(hotline.root.secret_key, make_user_keys().box.public_key),
                             seal_root_for(hotline.root.secret_key, admin.box.public_key)};
    const auto root = DirectoryRoot::open(admin.box, copies, hotline.root.public_key);
    ASSERT_TRUE(root);
    storage::UserRow row;
    row.id = random_fixed<UserId>();
    row.username = "an";
    root->sign(entry_of(member, row.id), row);
    const auto entry = verify_member(row, hotline.root.public_key);
    ASSERT_TRUE(entry);
    EXPECT_EQ(entry->units, std::vector<std::string>{"so-y-te"});
    row.entry.back() ^= 1U;
    EXPECT_FALSE(verify_member(row, hotline.root.public_key));
}

TEST(DirectoryRoot, IsNotOpenedByOthersNorExchanged) {
    const testing::Hotline hotline;
    const UserKeys admin = make_user_keys(), other = make_user_keys();
    const auto copy = seal_root_for(hotline.root.secret_key, admin.box.public_key);
    EXPECT_EQ(DirectoryRoot::open(other.box, {copy}, hotline.root.public_key).error().code, Errc::forbidden);
    auto renamed = copy;
    const crypto::Kid kid = crypto::kid_of(other.box.public_key);
    renamed.recipient = {kid.bytes.begin(), kid.bytes.end()};
    EXPECT_EQ(DirectoryRoot::open(other.box, {renamed}, hotline.root.public_key).error().code, Errc::bad_key);
    const auto foreign = seal_root_for(crypto::make_sign_key_pair().secret_key, admin.box.public_key);
    EXPECT_EQ(DirectoryRoot::open(admin.box, {foreign}, hotline.root.public_key).error().code, Errc::bad_key);
}

TEST(TotpSecret, OpensForItsMemberAlone) {
    const UserKeys keys = make_user_keys(), other = make_user_keys();
    const UserId user = random_fixed<UserId>();
    const TotpSecret secret = TotpSecret::random();
    const Bytes sealed = seal_totp_secret(keys, user, secret);
    const auto opened = open_totp_secret(keys, user, sealed);
    ASSERT_TRUE(opened);
    EXPECT_TRUE(equal_constant_time(opened->expose_secret(), secret.expose_secret()));
    EXPECT_FALSE(open_totp_secret(other, user, sealed));
    EXPECT_FALSE(open_totp_secret(keys, random_fixed<UserId>(), sealed)) << "moved to another row";
}

// ASVS 5.0.0: 6.5.2
TEST(RecoverySlot, OpensWithItsCodeAndGivesTheEntrysKeys) {
    const UserKeys keys = make_user_keys();
    const UserId user = random_fixed<UserId>();
    const auto code = crypto::RecoverySecret::random();
    const auto slot = seal_recovery_slot(keys, user, code, {});
    EXPECT_FALSE(slot.confirmed);
    EXPECT_TRUE(open_recovery_slot(slot, entry_of(keys, user), code));
    EXPECT_FALSE(open_recovery_slot(slot, entry_of(keys, user), crypto::RecoverySecret::random()));
    EXPECT_FALSE(open_recovery_slot(slot, entry_of(make_user_keys(), user), code)) << "not the entry's keys";
    EXPECT_FALSE(open_recovery_slot(slot, entry_of(keys, random_fixed<UserId>()), code));
}

TEST(Invitation, OpensForItsAdminAndOnlyWithItsTerms) {
    const UserKeys admin = make_user_keys();
    const auto token = crypto::RecoverySecret::random();
    storage::InvitationRow row = terms(random_fixed<UserId>());
    row.token = seal_invitation(admin, row, token);
    const auto opened = open_invitation(admin, row);
    ASSERT_TRUE(opened);
    EXPECT_TRUE(equal_constant_time(opened->expose_secret(), token.expose_secret()));
    EXPECT_FALSE(open_invitation(make_user_keys(), row));
    for (std::string storage::InvitationRow::* column :
         {&storage::InvitationRow::username, &storage::InvitationRow::display_name,
          &storage::InvitationRow::roles, &storage::InvitationRow::units}) {
        storage::InvitationRow changed = row;
        changed.*column += ",lead";
        EXPECT_EQ(open_invitation(admin, changed).error().code, Errc::bad_signature);
    }
    storage::InvitationRow moved = row;
    moved.user = random_fixed<UserId>();
    EXPECT_FALSE(open_invitation(admin, moved));
}

TEST(PassOnGrant, GivesTheUnitsKeyToTheReceiverAlone) {
    const testing::Hotline hotline;
    const UserKeys giver = make_user_keys(), receiver = make_user_keys();
    const auto giver_id = random_fixed<UserId>();
    const MemberEntry entry = entry_of(receiver, random_fixed<UserId>());
    const auto own =
        make_grant("so-y-te", 1, hotline.units.at("so-y-te").secret_key, giver_id, giver.box.public_key);
    const auto directory = hotline.sealer.directory();
    const auto grant = pass_on_grant(giver.box, own, *directory, entry);
    ASSERT_TRUE(grant);
    EXPECT_EQ(grant->user, entry.id);
    EXPECT_TRUE(open_unit_key(receiver.box, *grant, *directory));
    EXPECT_FALSE(open_unit_key(giver.box, *grant, *directory));
    auto swapped = own;
    swapped.unit = "cong-an";
    EXPECT_EQ(pass_on_grant(giver.box, swapped, *directory, entry).error().code, Errc::bad_key);
}

}  // namespace
}  // namespace hotline::vault
