#include "server/ops/json_text.hpp"

#include <gtest/gtest.h>

namespace hotline::ops {
namespace {

std::string quoted(std::string_view text) {
    std::string out;
    append_json_string(out, text);
    return out;
}

TEST(JsonText, EscapesWhatJsonWantsAndKeepsVietnamese) {
    EXPECT_EQ(quoted("Đường \"Lê Lợi\"\\"), R"("Đường \"Lê Lợi\"\\")");
    EXPECT_EQ(quoted("a\nb\rc\td"), R"("a\nb\rc\td")");
    EXPECT_EQ(quoted(std::string_view("\x00\x1f\x7f", 3)), "\"\\u0000\\u001f\\u007f\"");
    EXPECT_EQ(quoted("\u2028\u2029\U0001F4DE"), "\"\\u2028\\u2029\U0001F4DE\"");
}

TEST(JsonText, BytesThatAreNotUtf8BecomeReplacementCharacters) {
    EXPECT_EQ(quoted("a\xC4"), "\"a\uFFFD\"");
    EXPECT_EQ(quoted("\xC0\xAF"), "\"\uFFFD\uFFFD\"");
    EXPECT_EQ(quoted("\xED\xA0\x80z"), "\"\uFFFD\uFFFD\uFFFDz\"");
}

TEST(JsonText, AnObjectIsWrittenMemberByMember) {
    std::string out = "x";
    JsonObject(out)
        .text("a", "\"")
        .text_or_null("b", "")
        .text_or_null("c", "đ")
        .number("n", 7)
        .flag("f", true)
        .end();
    EXPECT_EQ(out, R"(x{"a":"\"","b":null,"c":"đ","n":7,"f":true})");
    std::string empty;
    JsonObject(empty).end();
    EXPECT_EQ(empty, "{}");
}

TEST(Utf8, KnowsTheEdgesOfTheRanges) {
    for (const std::string_view good :
         {"", "\x7f", "\xC2\x80", "\xDF\xBF", "\xE0\xA0\x80", "\xED\x9F\xBF", "\xEE\x80\x80", "\xEF\xBF\xBF",
          "\xF0\x90\x80\x80", "\xF4\x8F\xBF\xBF"}) {
        EXPECT_TRUE(is_utf8(good));
    }
    for (const std::string_view bad :
         {"\x80", "\xBF", "\xC1\xBF", "\xE0\x9F\xBF", "\xED\xA0\x80", "\xF0\x8F\xBF\xBF", "\xF4\x90\x80\x80",
          "\xF5\x80\x80\x80", "\xE1\x80", "\xE1\x80z", "\xFF"}) {
        EXPECT_FALSE(is_utf8(bad));
    }
}

}  // namespace
}  // namespace hotline::ops
