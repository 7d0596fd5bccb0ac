#include "crypto/envelope.hpp"
#include "tests/unit/crypto/changes.hpp"

#include <gtest/gtest.h>

#include <set>
#include <stdexcept>

namespace hotline::crypto {
namespace {

class EnvelopeTest : public testing::Test {
protected:
    [[nodiscard]] Bytes seal(std::string_view text, std::size_t block = kPadPerson) const {
        return seal_envelope(key_, place_, as_bytes(text), block).take();
    }
    [[nodiscard]] Result<SecretBytes> open(ByteView blob, std::size_t block = kPadPerson) const {
        return open_envelope(key_, place_, blob, block);
    }

    DataKey key_ = DataKey::random();
    Place place_{.table = 1,
                 .column = 2,
                 .compartment = Compartment::identity,
                 .case_id = random_fixed<CaseId>(),
                 .row_id = random_fixed<RowId>(),
                 .row_version = 3};
};

TEST_F(EnvelopeTest, TextOfEveryLengthComesBack) {
    for (std::size_t size = 0; size <= 300; ++size) {
        const std::string text(size, 'a');
        for (const std::size_t block : {kPadPerson, kPadText}) {
            const Bytes blob = seal(text, block);
            EXPECT_EQ(blob.size(), (size / block + 1) * block + kEnvelopeOverhead);
            const auto opened = open(blob, block);
            ASSERT_TRUE(opened) << opened.error().internal;
            EXPECT_EQ(opened->expose_text(), text);
        }
    }
}

TEST_F(EnvelopeTest, BytesThatLookLikePaddingComeBack) {
    for (const std::string& text :
         {std::string("\x80", 1), std::string("a\x80\0\0", 4), std::string(64, '\0')}) {
        EXPECT_EQ(open(seal(text))->expose_text(), text);
    }
}

TEST_F(EnvelopeTest, LengthTellsOnlyTheNumberOfBlocks) {
    EXPECT_EQ(seal("").size(), seal(std::string(63, 'a')).size());
    EXPECT_LT(seal(std::string(63, 'a')).size(), seal(std::string(64, 'a')).size());
}

TEST_F(EnvelopeTest, TheSameTextNeverLooksTheSame) {
    std::set<Bytes> seen;
    for (int i = 0; i < 200; ++i) {
        const Bytes blob = seal("same");
        seen.insert(Bytes(blob.begin() + 44, blob.end()));
    }
    EXPECT_EQ(seen.size(), 200U);
}

TEST_F(EnvelopeTest, HoldsNoPlaintext) {
    const Bytes blob = seal("0912345678 Nguyen Van A 0912345678");
    EXPECT_FALSE(as_text(blob).contains("0912345678"));
}

// ASVS 5.0.0: 11.3.3
TEST_F(EnvelopeTest, FlippedBitIsRejected) {
    for_each_flipped_bit(seal("Nguyễn Văn A"), [&](ByteView changed, std::size_t bit) {
        const auto opened = open(changed);
        ASSERT_FALSE(opened) << "bit " << bit;
        const Errc expected = bit < 32U ? Errc::bad_format : bit < 352U ? Errc::bad_key : Errc::bad_signature;
        EXPECT_EQ(opened.error().code, expected) << "bit " << bit;
    });
}

TEST_F(EnvelopeTest, CutOrLengthenedIsRejected) {
    const Bytes two_blocks = seal(std::string(100, 'a'));
    for_each_other_length(two_blocks, [&](ByteView changed, std::size_t size) {
        EXPECT_FALSE(open(changed)) << size << " bytes";
    });
}

TEST_F(EnvelopeTest, EveryPartOfThePlaceIsAuthenticated) {
    const Bytes blob = seal("text");
    std::vector<Place> elsewhere(6, place_);
    elsewhere[0].table = 9;
    elsewhere[1].column = 9;
    elsewhere[2].compartment = Compartment::contact;
    elsewhere[3].case_id.bytes[15] ^= 1;
    elsewhere[4].row_id.bytes[0] ^= 1;
    elsewhere[5].row_version = 2;
    for (const Place& place : elsewhere) {
        EXPECT_EQ(open_envelope(key_, place, blob, kPadPerson).error().code, Errc::bad_signature);
    }
}

TEST_F(EnvelopeTest, AnotherDataKeyIsNamedAsTheReason) {
    EXPECT_EQ(open_envelope(DataKey::random(), place_, seal("text"), kPadPerson).error().code, Errc::bad_key);
}

TEST_F(EnvelopeTest, NamesTheKeyItWasSealedUnder) {
    EXPECT_EQ(envelope_key_id(seal("text")).value(), kid_of(key_));
    EXPECT_EQ(envelope_key_id(Bytes(43)).error().code, Errc::bad_format);
}

TEST_F(EnvelopeTest, AnotherPaddingBlockIsRejected) {
    EXPECT_FALSE(open(seal("text", kPadPerson), kPadText));
    EXPECT_FALSE(open(seal("text", kPadText), kPadPerson));
}

TEST_F(EnvelopeTest, APaddingBlockOfNothingIsABugOfTheCaller) {
    EXPECT_THROW((void)seal("text", 0), std::invalid_argument);
}

}  // namespace
}  // namespace hotline::crypto
