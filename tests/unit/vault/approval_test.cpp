#include "server/vault/approval.hpp"
#include "tests/unit/vault/people.hpp"

#include <algorithm>
#include <gtest/gtest.h>

namespace hotline::vault {
namespace {

using crypto::Compartment;
using testing::Hotline;

const storage::Time kExpiry{std::chrono::milliseconds{1'800'000'000'000}};

class Approvals : public ::testing::Test {
protected:
    storage::CaseRecord seal(CaseAudience audience) {
        const SecretBytes original = SecretBytes::from_text("nguyên văn");
        const SecretBytes identity = SecretBytes::from_text(R"({"full_name":"Trần Thị B"})");
        storage::CaseRecord record;
        record.row.id = random_fixed<CaseId>();
        Result<SealedCase> sealed = hotline.sealer.seal_case(
            record.row.id, {"mất nước", "mất nước", {}, &original, &identity, nullptr}, audience);
        marks = sealed->canary_marks;
        record.dossier = std::move(sealed->dossier);
        return record;
    }
    static bool opens(const std::vector<storage::SealedPart>& wraps, crypto::BoxKeyPair pair,
                      const CaseId& id) {
        crypto::WrapOpener opener = own_opener(std::move(pair));
        return opener.open({id, wraps.front().compartment, wraps.front().row_version}, wraps.front().bytes)
            .has_value();
    }

    Hotline hotline;
    std::vector<Hash32> marks;
};

TEST_F(Approvals, EveryTermIsSigned) {
    const UserKeys approver = make_user_keys(), other = make_user_keys();
    const ApprovalTerms terms{7, random_fixed<CaseId>(), random_fixed<UserId>(), kExpiry};
    const crypto::Signature signature = sign_approval(approver, terms);
    EXPECT_TRUE(verify_approval(approver.sign.public_key, terms, signature));
    EXPECT_FALSE(verify_approval(other.sign.public_key, terms, signature));
    ApprovalTerms leaf = terms, case_id = terms, officer = terms, expiry = terms;
    leaf.leaf = 8;
    case_id.case_id = random_fixed<CaseId>();
    officer.officer = random_fixed<UserId>();
    expiry.expires_at += std::chrono::milliseconds{1};
    for (const ApprovalTerms& changed : {leaf, case_id, officer, expiry})
        EXPECT_FALSE(verify_approval(approver.sign.public_key, changed, signature));
}

TEST_F(Approvals, TheReWrapOpensForTheOfficerAlone) {
    const storage::CaseRecord record = seal({"so-y-te", false, false});
    crypto::BoxKeyPair officer = crypto::make_box_key_pair();
    UnitReader desk = hotline.reader("desk");
    const auto wraps =
        desk.wrap_for_member(record, {Compartment::identity, Compartment::contact}, officer.public_key);
    ASSERT_TRUE(wraps);
    ASSERT_EQ(wraps->size(), 1U) << "there is no contact to wrap";
    EXPECT_TRUE(opens(*wraps, std::move(officer), record.row.id));
    EXPECT_FALSE(opens(*wraps, crypto::make_box_key_pair(), record.row.id));
    EXPECT_FALSE(hotline.reader("so-y-te").wrap_for_member(record, {Compartment::identity},
                                                           hotline.pair("so-y-te").public_key));
}

TEST_F(Approvals, ANoteIsForTheSupervisorsAndForItsOwnRequest) {
    storage::ApprovalRow row;
    row.id = random_fixed<RowId>();
    SealedNote note = seal_approval_note(
        hotline.sealer, *hotline.sealer.directory()->primary("desk/supervisors"), row.id, "đối chiếu hồ sơ");
    row.note_wrap = std::move(note.wrap);
    row.note_envelope = std::move(note.envelope);
    const WorkPermit permit = Hotline::permit("desk/supervisors");
    crypto::WrapOpener supervisors(hotline.pair("desk/supervisors")), desk(hotline.pair("desk"));
    EXPECT_EQ(open_approval_note(permit, supervisors, row)->expose_text(), "đối chiếu hồ sơ");
    EXPECT_FALSE(open_approval_note(permit, desk, row));
    row.id = random_fixed<RowId>();
    EXPECT_FALSE(open_approval_note(permit, supervisors, row));
}

TEST_F(Approvals, AGuessThatWasWrongGoesBackToTheDesk) {
    storage::CaseRecord record = seal({"desk", true, false});
    UnitReader supervisors = hotline.reader("desk/supervisors");
    ASSERT_TRUE(
        supervisors.hand_person_to(record, hotline.sealer, *hotline.sealer.directory()->primary("desk")));
    for (const Compartment compartment : {Compartment::identity, Compartment::original}) {
        EXPECT_EQ(record.dossier.find_wrap(compartment, hotline.kid("desk/supervisors")), nullptr);
        EXPECT_NE(record.dossier.find_wrap(compartment, hotline.kid("desk")), nullptr);
    }
    EXPECT_TRUE(record.dossier.is_sorted());
    EXPECT_TRUE(hotline.reader("desk").wrap_for_member(record, {Compartment::identity},
                                                       hotline.pair("desk").public_key));
}

TEST_F(Approvals, ACanaryIsKnownByAnyOfItsKeysAndAnOrdinaryCaseByNone) {
    CaseAudience audience{"so-y-te", false, false};
    const storage::CaseRecord ordinary = seal(audience);
    EXPECT_TRUE(marks.empty());
    audience.canary = true;
    const storage::CaseRecord canary = seal(audience);
    EXPECT_EQ(marks.size(), 3U);  // report, original, identity
    const Result<Hash32> seen = hotline.reader("so-y-te").canary_mark(canary);
    ASSERT_TRUE(seen);
    EXPECT_NE(std::ranges::find(marks, *seen), marks.end());
    EXPECT_EQ(std::ranges::find(marks, *hotline.reader("so-y-te").canary_mark(ordinary)), marks.end());
}

}  // namespace
}  // namespace hotline::vault
