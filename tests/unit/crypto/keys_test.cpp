#include "crypto/keys.hpp"

#include <gtest/gtest.h>

#include <stdexcept>

namespace hotline::crypto {
namespace {

// RFC 8032, section 7.1, test 2.
TEST(Keys, Ed25519KnownAnswer) {
    const auto seed =
        SignSeed::from(from_hex("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb").value());
    const auto pair = sign_key_pair_from_seed(*seed);
    EXPECT_EQ(to_hex(pair.public_key.view()),
              "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c");
    EXPECT_EQ(to_hex(sign_bare(pair.secret_key, Bytes{0x72}).view()),
              "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
              "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00");
}

// RFC 7748, section 6.1.
TEST(Keys, X25519KnownAnswer) {
    const auto secret = BoxSecretKey::from(
        from_hex("77076d0a7318a57d3c16c17251b26645df4c2f87ebc0992ab177fba51db92c2a").value());
    EXPECT_EQ(to_hex(public_key_of(*secret).view()),
              "8520f0098930a754748b7ddcb43ef75a0dbf3a0d26381af4eba4a98eaa9b4e6a");
}

TEST(Keys, PairsAreDifferentAndFitTogether) {
    const auto first = make_box_key_pair();
    const auto second = make_box_key_pair();
    EXPECT_NE(first.public_key, second.public_key);
    EXPECT_EQ(public_key_of(first.secret_key), first.public_key);
    EXPECT_NE(make_sign_key_pair().public_key, make_sign_key_pair().public_key);
}

TEST(Keys, IdsDifferByKey) {
    EXPECT_NE(kid_of(make_box_key_pair().public_key), kid_of(make_box_key_pair().public_key));
    EXPECT_NE(kid_of(DataKey::random()), kid_of(DataKey::random()));
}

TEST(Sign, HoldsForItsMessageLabelAndKeyOnly) {
    const auto pair = make_sign_key_pair();
    const auto message = as_bytes("leaf 17");
    const Signature signature = sign(pair.secret_key, "1022/approve/v1", message);
    EXPECT_TRUE(verify(pair.public_key, "1022/approve/v1", message, signature));
    EXPECT_FALSE(verify(pair.public_key, "1022/grant/v1", message, signature));
    EXPECT_FALSE(verify(pair.public_key, "1022/approve/v1", as_bytes("leaf 18"), signature));
    EXPECT_FALSE(verify(make_sign_key_pair().public_key, "1022/approve/v1", message, signature));
    EXPECT_FALSE(verify_bare(pair.public_key, message, signature));
}

TEST(Sign, LabelAndMessageDoNotRunIntoEachOther) {
    const auto pair = make_sign_key_pair();
    const Signature signature = sign(pair.secret_key, "ab", as_bytes("c"));
    EXPECT_FALSE(verify(pair.public_key, "a", as_bytes("bc"), signature));
}

TEST(Sign, EveryFlippedBitOfASignatureIsRejected) {
    const auto pair = make_sign_key_pair();
    const Signature good = sign_bare(pair.secret_key, as_bytes("message"));
    ASSERT_TRUE(verify_bare(pair.public_key, as_bytes("message"), good));
    for (std::size_t bit = 0; bit < Signature::size * 8; ++bit) {
        Signature changed = good;
        changed.bytes[bit / 8] ^= static_cast<std::uint8_t>(1U << (bit % 8));
        EXPECT_FALSE(verify_bare(pair.public_key, as_bytes("message"), changed)) << bit;
    }
}

TEST(SealTo, OpensForTheRecipientOnly) {
    const auto member = make_box_key_pair();
    const Bytes box = seal_to(member.public_key, as_bytes("unit secret"));
    EXPECT_EQ(box.size(), 11U + 48U);
    EXPECT_EQ(open_sealed(member, box).value().expose_text(), "unit secret");
    EXPECT_EQ(open_sealed(make_box_key_pair(), box).error().code, Errc::bad_key);
}

TEST(SealTo, EveryFlippedByteAndEveryCutIsRejected) {
    const auto member = make_box_key_pair();
    const Bytes box = seal_to(member.public_key, as_bytes("unit secret"));
    for (std::size_t i = 0; i < box.size(); ++i) {
        Bytes changed = box;
        changed[i] ^= 0x80;
        EXPECT_EQ(open_sealed(member, changed).error().code, Errc::bad_key) << i;
        EXPECT_EQ(open_sealed(member, ByteView(box).first(i)).error().code, Errc::bad_key) << i;
    }
}

TEST(SealTo, AKeyOfSmallOrderIsABugOfTheCaller) {
    EXPECT_THROW((void)seal_to(BoxPublicKey{}, as_bytes("x")), std::invalid_argument);
}

}  // namespace
}  // namespace hotline::crypto
