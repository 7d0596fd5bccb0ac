#include "tests/contract/samples.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace hotline::storage {
namespace {

using crypto::Compartment;

class DossierTest : public testing::Test {
protected:
    void SetUp() override {
        init_crypto();
        dossier_ = samples::sealed_case().dossier;
    }
    [[nodiscard]] Dossier round_trip() const {
        Dossier back;
        EXPECT_TRUE(decode_parts(encode_parts(dossier_, true), back));
        EXPECT_TRUE(decode_parts(encode_parts(dossier_, false), back));
        back.sort();
        return back;
    }
    Dossier dossier_;
};

TEST_F(DossierTest, HeadAndBodyTogetherAreTheDossier) {
    const auto back = round_trip();
    ASSERT_EQ(back.parts.size(), dossier_.parts.size());
    for (std::size_t i = 0; i < back.parts.size(); ++i) {
        EXPECT_EQ(back.parts[i].kind, dossier_.parts[i].kind);
        EXPECT_EQ(back.parts[i].compartment, dossier_.parts[i].compartment);
        EXPECT_EQ(back.parts[i].column, dossier_.parts[i].column);
        EXPECT_EQ(back.parts[i].row_version, dossier_.parts[i].row_version);
        EXPECT_EQ(back.parts[i].row_id, dossier_.parts[i].row_id);
        EXPECT_EQ(back.parts[i].bytes, dossier_.parts[i].bytes);
    }
}

TEST_F(DossierTest, HeadHoldsTheSubjectAndTheWrapsOfTheReport) {
    Dossier head;
    ASSERT_TRUE(decode_parts(encode_parts(dossier_, true), head));
    EXPECT_NE(head.find_envelope(Compartment::report, place::kSubject), nullptr);
    EXPECT_EQ(head.find_envelope(Compartment::report, place::kText), nullptr);
    EXPECT_NE(head.find_wrap(Compartment::report, samples::unit("desk").kid), nullptr);
    EXPECT_EQ(head.find_wrap(Compartment::contact, samples::unit("desk").kid), nullptr);
}

TEST_F(DossierTest, EncodingIsTheOneOfTheDesign) {
    Dossier one;
    one.parts.push_back({SealedPart::Kind::wrap, Compartment::report, 0, 0x01020304, RowId{}, {0xaa, 0xbb}});
    one.parts.back().row_id.bytes[15] = 9;
    Bytes expected{'D', 1, 1, 0, 2, 1, 0, 4, 3, 2, 1};
    expected.resize(expected.size() + 15);
    for (const auto byte : std::initializer_list<std::uint8_t>{9, 2, 0, 0, 0, 0xaa, 0xbb})
        expected.push_back(byte);
    EXPECT_EQ(encode_parts(one, true), expected);
    EXPECT_EQ(encode_parts(one, false), (Bytes{'D', 1, 0, 0}));
}

TEST_F(DossierTest, EveryTruncationAndSurplusIsRefused) {
    const auto encoded = encode_parts(dossier_, true);
    for (std::size_t size = 0; size < encoded.size(); ++size) {
        Dossier into;
        EXPECT_FALSE(decode_parts(ByteView(encoded).first(size), into)) << size;
    }
    auto longer = encoded;
    longer.push_back(0);
    Dossier into;
    EXPECT_FALSE(decode_parts(longer, into));
}

TEST_F(DossierTest, UnknownVersionsAndKindsAreRefused) {
    for (const std::size_t at : {0U, 1U, 4U}) {
        auto changed = encode_parts(dossier_, true);
        changed[at] = 7;
        Dossier into;
        EXPECT_FALSE(decode_parts(changed, into)) << at;
    }
}

TEST_F(DossierTest, ManifestSeesEveryChange) {
    const auto before = manifest_hash(dossier_);
    for (auto& part : dossier_.parts) {
        part.bytes.back() ^= 1;
        EXPECT_NE(manifest_hash(dossier_), before);
        part.bytes.back() ^= 1;
        part.row_version ^= 1;
        EXPECT_NE(manifest_hash(dossier_), before);
        part.row_version ^= 1;
    }
    EXPECT_EQ(manifest_hash(dossier_), before);
    dossier_.parts.pop_back();
    EXPECT_NE(manifest_hash(dossier_), before);
}

TEST_F(DossierTest, ManifestIsWhatTheDesignSays) {
    Dossier one;
    one.parts.push_back(
        {SealedPart::Kind::envelope, Compartment::contact, place::kDetails, 3, RowId{}, {1, 2}});
    auto text = Bytes(as_bytes("1022/manifest/v1").begin(), as_bytes("1022/manifest/v1").end());
    for (const auto byte : std::initializer_list<std::uint8_t>{1, 4, 6, 3, 0, 0, 0}) text.push_back(byte);
    text.resize(text.size() + 16);
    for (const auto byte : std::initializer_list<std::uint8_t>{2, 0, 0, 0}) text.push_back(byte);
    const Bytes content{1, 2};
    const auto hash = blake2b({}, {content});
    text.insert(text.end(), hash.bytes.begin(), hash.bytes.end());
    EXPECT_EQ(manifest_hash(one), sha256(text));
}

TEST_F(DossierTest, DroppedWrapsAreOfOneRecipientOnly) {
    const auto desk = samples::unit("desk").kid, unit = samples::unit("so-xay-dung").kid;
    EXPECT_EQ(dossier_.drop_wraps(unit), 1U);
    EXPECT_EQ(dossier_.find_wrap(Compartment::report, unit), nullptr);
    EXPECT_NE(dossier_.find_wrap(Compartment::report, desk), nullptr);
    EXPECT_EQ(dossier_.drop_wraps(unit), 0U);
}

TEST_F(DossierTest, SortIsCanonical) {
    auto shuffled = dossier_;
    std::ranges::reverse(shuffled.parts);
    EXPECT_FALSE(shuffled.is_sorted());
    shuffled.sort();
    EXPECT_TRUE(shuffled.is_sorted());
    EXPECT_EQ(manifest_hash(shuffled), manifest_hash(dossier_));
}

}  // namespace
}  // namespace hotline::storage
