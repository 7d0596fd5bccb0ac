#include "server/vault/readers.hpp"
#include "server/vault/user_keys.hpp"
#include "tests/unit/vault/people.hpp"

#include <gtest/gtest.h>

namespace hotline::vault {
namespace {

using crypto::Compartment;
using testing::Hotline;

class CaseSealing : public ::testing::Test {
protected:
    storage::CaseRecord seal(CaseAudience audience) {
        const SecretBytes original = SecretBytes::from_text("nguyên văn");
        const SecretBytes identity = SecretBytes::from_text(R"({"full_name":"Trần Thị B"})");
        const SecretBytes contact = SecretBytes::from_text(R"({"phone":"0912 345 678"})");
        storage::CaseRecord record;
        record.row.id = random_fixed<CaseId>();
        Result<SealedCase> sealed = hotline.sealer.seal_case(
            record.row.id, {"mất nước", "mất nước", {}, &original, &identity, &contact}, audience);
        record.row.citizen_salt = sealed->citizen_salt;
        record.dossier = std::move(sealed->dossier);
        secret = std::move(sealed->tracking_secret);
        return record;
    }
    bool has_wrap(const storage::CaseRecord& record, Compartment compartment, const char* unit) {
        return record.dossier.find_wrap(compartment, hotline.kid(unit)) != nullptr;
    }

    Hotline hotline;
    crypto::TrackingSecret secret;
};

TEST_F(CaseSealing, AUnitReadsTheReportAndNotThePerson) {
    const storage::CaseRecord record = seal({"so-y-te", false, false});
    EXPECT_TRUE(has_wrap(record, Compartment::report, "so-y-te"));
    EXPECT_FALSE(has_wrap(record, Compartment::identity, "so-y-te"));
    EXPECT_FALSE(has_wrap(record, Compartment::contact, "so-y-te"));
    EXPECT_FALSE(has_wrap(record, Compartment::original, "so-y-te"));
    UnitReader reader = hotline.reader("so-y-te");
    EXPECT_EQ(reader.report(record)->expose_text(), "mất nước");
    EXPECT_EQ(reader.subject(record, {})->expose_text(), "mất nước");
}

TEST_F(CaseSealing, ConsentGivesTheUnitTheContactOnly) {
    const storage::CaseRecord record = seal({"so-y-te", false, true});
    EXPECT_TRUE(has_wrap(record, Compartment::contact, "so-y-te"));
    EXPECT_FALSE(has_wrap(record, Compartment::identity, "so-y-te"));
}

TEST_F(CaseSealing, AConfidentialPersonIsTheSupervisorsAlone) {
    const storage::CaseRecord record = seal({"so-y-te", true, true});
    for (const Compartment compartment :
         {Compartment::identity, Compartment::contact, Compartment::original}) {
        EXPECT_TRUE(has_wrap(record, compartment, "desk/supervisors") ||
                    compartment == Compartment::original);
        EXPECT_FALSE(has_wrap(record, compartment, "so-y-te"));
    }
    EXPECT_FALSE(has_wrap(record, Compartment::identity, "desk"));
    EXPECT_FALSE(has_wrap(record, Compartment::contact, "desk"));
    EXPECT_FALSE(has_wrap(record, Compartment::original, "desk"));
}

TEST_F(CaseSealing, AForeignUnitOpensNothing) {
    const storage::CaseRecord record = seal({"so-y-te", false, true});
    UnitReader stranger = hotline.reader("cong-an");
    EXPECT_EQ(stranger.report(record).error().code, Errc::not_found);
    // Even a wrap that was put in its name by somebody with write access to the disk.
    storage::CaseRecord forged = record;
    for (storage::SealedPart& part : forged.dossier.parts)
        if (part.kind == storage::SealedPart::Kind::wrap && part.compartment == Compartment::report)
            std::copy_n(hotline.kid("cong-an").bytes.begin(), 8, part.bytes.begin() + 4);
    EXPECT_FALSE(stranger.report(forged).has_value());
}

TEST_F(CaseSealing, MovingACaseTakesTheOldUnitsKeysAway) {
    storage::CaseRecord record = seal({"so-y-te", false, true});
    UnitReader desk = hotline.reader("desk");
    const auto directory = hotline.sealer.directory();
    ASSERT_TRUE(desk.move(record, hotline.sealer, directory->primary("so-y-te"),
                          *directory->primary("cong-an"), true));
    EXPECT_FALSE(has_wrap(record, Compartment::report, "so-y-te"));
    EXPECT_FALSE(has_wrap(record, Compartment::contact, "so-y-te"));
    EXPECT_TRUE(has_wrap(record, Compartment::contact, "cong-an"));
    EXPECT_TRUE(has_wrap(record, Compartment::report, "desk"));
    EXPECT_EQ(hotline.reader("cong-an").report(record)->expose_text(), "mất nước");
}

TEST_F(CaseSealing, TheCitizenReadsAnswersWithTheRightCodeOnly) {
    storage::CaseRecord record = seal({"so-y-te", false, false});
    UnitReader unit = hotline.reader("so-y-te");
    ASSERT_TRUE(unit.add_message(record, R"({"text":"đã sửa"})"));
    EXPECT_TRUE(code_matches(record, secret));
    EXPECT_FALSE(code_matches(record, crypto::TrackingSecret::random()));
    EXPECT_EQ(unit.conversation(record)->size(), 1U);
}

TEST_F(CaseSealing, ADamagedCachedWrapDoesNotHideACase) {
    const storage::CaseRecord record = seal({"so-y-te", false, false});
    UnitReader reader = hotline.reader("so-y-te");
    Bytes copy = reader.copy_for_cache(record).value().bytes();
    EXPECT_EQ(reader.subject(record, copy)->expose_text(), "mất nước");
    copy.back() ^= 1U;
    EXPECT_EQ(reader.subject(record, copy)->expose_text(), "mất nước");
}

TEST(KeyDirectory, ARowThatSaysSomethingElseThanItsSignedEntryIsRefused) {
    Hotline hotline;
    std::vector<storage::UnitKeyRow> rows = hotline.rows;
    EXPECT_TRUE(KeyDirectory::verify(1, hotline.root.public_key, rows).has_value());
    rows[0].public_key = crypto::make_box_key_pair().public_key;
    EXPECT_EQ(KeyDirectory::verify(1, hotline.root.public_key, rows).error().code, Errc::bad_signature);
    rows = hotline.rows;
    std::swap(rows[0].entry, rows[1].entry);
    EXPECT_EQ(KeyDirectory::verify(1, hotline.root.public_key, rows).error().code, Errc::bad_signature);
    EXPECT_EQ(KeyDirectory::verify(1, crypto::make_sign_key_pair().public_key, hotline.rows).error().code,
              Errc::bad_signature);
}

TEST(MemberEntry, SurvivesEncodingAndRefusesTrailingBytes) {
    MemberEntry entry;
    entry.id = random_fixed<UserId>();
    entry.username = "so-y-te.lead";
    entry.roles = {"lead", "officer"};
    const Bytes bytes = encode_entry(entry);
    Result<MemberEntry> read = decode_member_entry(bytes);
    ASSERT_TRUE(read);
    EXPECT_EQ(read->roles, entry.roles);
    EXPECT_TRUE(read->units.empty());
    Bytes longer = bytes;
    longer.push_back('\n');
    EXPECT_EQ(decode_member_entry(longer).error().code, Errc::bad_format);
}

TEST(UserKeys, ASwappedSessionRowDoesNotOpen) {
    const UserKeys keys = make_user_keys();
    const crypto::DataKey under = crypto::DataKey::random();
    MemberEntry entry;
    entry.id = random_fixed<UserId>();
    entry.box_key = keys.box.public_key;
    entry.sign_key = keys.sign.public_key;
    const Bytes sealed = seal_user_keys(keys, under, entry.id, Compartment::session);
    EXPECT_TRUE(open_user_keys(sealed, under, entry, Compartment::session).has_value());
    EXPECT_FALSE(open_user_keys(sealed, under, entry, Compartment::user).has_value());
    MemberEntry other = entry;
    other.id = random_fixed<UserId>();
    EXPECT_FALSE(open_user_keys(sealed, under, other, Compartment::session).has_value());
}

TEST(StaffDetails, OpenForTheAuditUnitAndMatchTheirLeaf) {
    Hotline hotline;
    Result<SealedStaffDetails> sealed = hotline.sealer.seal_staff_details(R"({"officer":"an"})");
    ASSERT_TRUE(sealed);
    storage::EventRow event;
    event.details.staff_hash = sealed->hash;
    event.details.staff_wrap = sealed->wrap;
    event.details.staff_envelope = sealed->envelope;
    crypto::WrapOpener key(hotline.pair("audit"));
    WorkPermit permit = hotline.permit("audit");
    Result<SecretBytes> plain = open_staff_details(permit, key, event);
    ASSERT_TRUE(plain);
    EXPECT_EQ(plain->expose_text().substr(32), R"({"officer":"an"})");
    event.details.staff_hash.bytes[0] ^= 1U;
    EXPECT_FALSE(open_staff_details(permit, key, event).has_value());
}

TEST(ExportSeed, OpensOnlyForTheRowThatItWasMadeFor) {
    const UserKeys keys = make_user_keys();
    const crypto::SignSeed seed = crypto::SignSeed::random();
    storage::ExportRow row;
    row.id = random_fixed<RowId>();
    row.user = random_fixed<UserId>();
    row.filter_json = R"({"unit":"so-y-te"})";
    row.secret = seal_export_seed(keys.box.public_key, seed, row);
    ASSERT_TRUE(open_export_seed(keys, row));
    EXPECT_TRUE(equal_constant_time(open_export_seed(keys, row)->expose_secret(), seed.expose_secret()));

    std::vector<storage::ExportRow> changed(4, row);
    changed[0].id.bytes[0] ^= 1;
    changed[1].user.bytes[0] ^= 1;
    changed[2].filter_json = "{}";
    changed[3].at += std::chrono::milliseconds{1};
    for (const storage::ExportRow& other : changed)
        EXPECT_EQ(open_export_seed(keys, other).error().code, Errc::bad_signature);
    // as exports were made before rows were bound
    row.secret = crypto::seal_to(keys.box.public_key, seed.expose_secret());
    EXPECT_TRUE(open_export_seed(keys, row));
}

}  // namespace
}  // namespace hotline::vault
