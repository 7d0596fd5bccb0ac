#include "server/redaction/text.hpp"

#include <gtest/gtest.h>

namespace hotline::redaction {
namespace {

TEST(Text, MalformedUtf8IsRefused) {
    for (const std::string_view bad :
         {"\xC0\x80", "\xED\xA0\x80", "\xF4\x90\x80\x80", "\xE1\xBB", "\x80", "ab\xFF", "\xE0\x80\xAF"}) {
        const auto nfc = to_nfc(bad);
        ASSERT_FALSE(nfc);
        EXPECT_EQ(nfc.error().code, Errc::bad_input);
    }
}

TEST(Text, NulIsRefused) {
    EXPECT_FALSE(to_nfc(std::string_view("a\0b", 3)));
}

TEST(Text, DecomposedVietnameseIsComposed) {
    // "Nguyễn" with e + circumflex + tilde
    const auto nfc = to_nfc("Nguye\xCC\x82\xCC\x83n");
    ASSERT_TRUE(nfc);
    EXPECT_EQ(nfc->expose_text(), "Nguyễn");
}

TEST(Text, NothingElseChanges) {
    const std::string_view text = "  Ａ１ ﬁ \xE2\x80\x8B\t\r\n 😭 ";
    const auto nfc = to_nfc(text);
    ASSERT_TRUE(nfc);
    EXPECT_EQ(nfc->expose_text(), text);
}

TEST(Text, CodePointsAndBytesAgree) {
    const std::string_view text = "aễ😭b";
    EXPECT_EQ(count_code_points(text), 4U);
    EXPECT_EQ(byte_of_code_point(text, 0), 0U);
    EXPECT_EQ(byte_of_code_point(text, 2), 4U);
    EXPECT_EQ(byte_of_code_point(text, 3), 8U);
    EXPECT_EQ(byte_of_code_point(text, 9), text.size());
}

TEST(Text, FoldingDropsCaseAndMarks) {
    EXPECT_EQ(fold("ĐƯỜNG Nguyễn Huệ ０９"), "duong nguyen hue 09");
}

TEST(Text, FoldedBytesKnowTheirOrigin) {
    const FoldedText folded = fold_with_map("Đễ\xE2\x80\x8Bx");
    ASSERT_EQ(folded.text, "dex");
    EXPECT_EQ(folded.sources, (std::vector<std::uint32_t>{0, 1, 3}));
}

}  // namespace
}  // namespace hotline::redaction
