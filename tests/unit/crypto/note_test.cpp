#include "crypto/note.hpp"
#include "tests/unit/crypto/changes.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <stdexcept>

namespace hotline::crypto {
namespace {

using Names = std::vector<std::string>;

class NoteTest : public testing::Test {
protected:
    NoteSigner log_{.name = "hotline.example/log1", .pair = make_sign_key_pair()};
    NoteSigner witness_{.name = "witness.example/w1", .pair = make_sign_key_pair()};
    std::vector<NoteVerifier> both_{verifier_of(log_), cosigner_verifier_of(witness_)};
    std::string text_ = "hotline.example/log1\n5\nUtwcFcoSnGD4nFtycZPOBXJM1cyHwLQei70x5SWOL3w=\n";
    std::string signed_ = sign_note(text_, log_);
    std::string cosigned_ = cosign_note(signed_, witness_, 1790000000).value();
};

TEST_F(NoteTest, OpensForItsSigners) {
    const auto opened = open_note(cosigned_, both_);
    ASSERT_TRUE(opened);
    EXPECT_EQ(opened->text, text_);
    EXPECT_EQ(opened->verified, (Names{log_.name, witness_.name}));
}

TEST_F(NoteTest, UnknownSignaturesAreIgnored) {
    EXPECT_EQ(open_note(cosigned_, {both_[0]})->verified, Names{log_.name});
    EXPECT_EQ(open_note(cosigned_, {both_[1]})->verified, Names{witness_.name});
    EXPECT_EQ(open_note(signed_, both_)->verified, Names{log_.name});
}

TEST_F(NoteTest, IsNotOpenedByStrangersOrWithoutVerifiers) {
    const NoteSigner stranger{.name = log_.name, .pair = make_sign_key_pair()};
    EXPECT_EQ(open_note(cosigned_, {verifier_of(stranger)}).error().code, Errc::bad_signature);
    EXPECT_EQ(open_note(cosigned_, {}).error().code, Errc::bad_signature);
}

TEST_F(NoteTest, ASignatureIsNotACosignatureOfTheSameKey) {
    EXPECT_EQ(open_note(signed_, {cosigner_verifier_of(log_)}).error().code, Errc::bad_signature);
    EXPECT_EQ(open_note(cosigned_, {verifier_of(witness_)}).error().code, Errc::bad_signature);
}

/// What a change to a note may do: it never opens with another text, and at least one of the two signers is
/// lost. It is not always an error: a signature line whose name or key id was changed is a stranger's line,
/// which is ignored while the other signature holds.
TEST_F(NoteTest, FlippedBitLosesTheTextOrASigner) {
    for_each_flipped_bit(as_bytes(cosigned_), [&](ByteView changed, std::size_t bit) {
        const auto opened = open_note(as_text(changed), both_);
        if (!opened) return;
        EXPECT_EQ(opened->text, text_) << bit;
        EXPECT_EQ(opened->verified.size(), 1U) << bit;
    });
}

/// With one signer every change is an error, wherever it is.
TEST_F(NoteTest, FlippedBitOfANoteWithOneSignerIsRejected) {
    for_each_flipped_bit(as_bytes(signed_), [&](ByteView changed, std::size_t bit) {
        EXPECT_FALSE(open_note(as_text(changed), both_)) << bit;
    });
}

TEST_F(NoteTest, CutNoteLosesASigner) {
    for (std::size_t size = 0; size < cosigned_.size(); ++size) {
        const auto opened = open_note(std::string_view(cosigned_).substr(0, size), both_);
        EXPECT_EQ(opened.has_value(), size == signed_.size()) << size;
    }
    EXPECT_FALSE(open_note(cosigned_ + "\n", both_));
    EXPECT_FALSE(open_note(cosigned_ + "x", both_));
}

TEST_F(NoteTest, TextsWithBlankLinesAndVietnameseOpen) {
    const std::string text = "một đoạn\n\nđoạn hai 𠀀\n";
    const auto opened = open_note(sign_note(text, log_), both_);
    ASSERT_TRUE(opened);
    EXPECT_EQ(opened->text, text);
}

TEST_F(NoteTest, SignaturesRepeatedByTheSameKeyCountOnce) {
    const auto twice = cosign_note(cosigned_, witness_, 1790000060);
    EXPECT_EQ(open_note(*twice, both_)->verified, (Names{log_.name, witness_.name}));
}

TEST_F(NoteTest, CosigningSomethingElseFails) {
    EXPECT_EQ(cosign_note(text_, witness_, 1).error().code, Errc::bad_format);
    EXPECT_EQ(cosign_note("", witness_, 1).error().code, Errc::bad_format);
}

TEST_F(NoteTest, SigningWhatIsNoTextIsABugOfTheCaller) {
    EXPECT_THROW((void)sign_note("no line end", log_), std::invalid_argument);
    EXPECT_THROW((void)sign_note("control \x01\n", log_), std::invalid_argument);
    EXPECT_THROW((void)sign_note("bad utf8 \xFF\n", log_), std::invalid_argument);
    log_.name = "two words";
    EXPECT_THROW((void)sign_note(text_, log_), std::invalid_argument);
}

TEST_F(NoteTest, LongerThanTheBoundIsRejected) {
    const std::string text = std::string(1 << 20, 'a') + "\n";
    EXPECT_EQ(open_note(sign_note(text, log_), both_).error().code, Errc::bad_format);
}

TEST_F(NoteTest, VerifierKeysComeBackFromTheirText) {
    for (const NoteVerifier& verifier : both_) {
        const auto back = parse_verifier(format_verifier(verifier));
        ASSERT_TRUE(back);
        EXPECT_EQ(back->name, verifier.name);
        EXPECT_EQ(back->key_id, verifier.key_id);
        EXPECT_EQ(back->type, verifier.type);
        EXPECT_EQ(back->key, verifier.key);
    }
}

TEST_F(NoteTest, FlippedBitOfAVerifierKeyIsRejected) {
    const std::string vkey = format_verifier(both_[0]);
    for_each_flipped_bit(as_bytes(vkey), [&](ByteView changed, std::size_t bit) {
        EXPECT_FALSE(parse_verifier(as_text(changed))) << bit;
    });
}

}  // namespace
}  // namespace hotline::crypto
