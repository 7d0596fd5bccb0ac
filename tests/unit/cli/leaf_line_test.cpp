#include "clients/cli/verify/leaf_line.hpp"

#include <gtest/gtest.h>

namespace hotline::cli {
namespace {

constexpr const char* kLine =
    R"({"index":7,"leaf":"a\nb","shown":"\u0110\ud83d\ude00\"\\\/","salt":"s","staff":null,"staff_salt":null})";

TEST(LeafLine, MembersAreReadAndUnescaped) {
    LeafLineParser parser;
    ASSERT_TRUE(parser.parse(kLine));
    EXPECT_EQ(parser.line().index, 7U);
    EXPECT_EQ(parser.line().leaf, "a\nb");
    EXPECT_EQ(parser.line().shown.text, "Đ😀\"\\/");
    EXPECT_FALSE(parser.line().staff.present);
    EXPECT_FALSE(parser.line().has_proof);
}

TEST(LeafLine, EveryPrefixIsRefused) {
    const std::string line = kLine;
    LeafLineParser parser;
    for (std::size_t i = 0; i < line.size(); ++i) EXPECT_FALSE(parser.parse(line.substr(0, i))) << i;
}

TEST(LeafLine, OtherFormsAreRefused) {
    const std::string rest = R"(,"leaf":"","shown":null,"salt":null,"staff":null,"staff_salt":null)";
    LeafLineParser parser;
    EXPECT_TRUE(parser.parse("{\"index\":0" + rest + "}"));
    for (const std::string index :
         {"00", "-1", "+1", "1.0", "1e3", "\"1\"", "null", "18446744073709551616", ""}) {
        EXPECT_FALSE(parser.parse("{\"index\":" + index + rest + "}")) << index;
    }
    EXPECT_FALSE(parser.parse("{\"index\":0" + rest + "} "));
    EXPECT_FALSE(parser.parse("{ \"index\":0" + rest + "}"));
    EXPECT_FALSE(parser.parse("{\"index\":0" + rest + ",\"more\":null}"));
    EXPECT_FALSE(parser.parse("{\"index\":0" + rest + ",\"salt\":null}"));
    EXPECT_FALSE(parser.parse("{\"index\":0" + rest + ",}"));
    EXPECT_FALSE(parser.parse("{\"index\":0}"));
}

TEST(LeafLine, BadTextsAreRefused) {
    LeafLineParser parser;
    for (const std::string text : {"\"\\x\"", "\"\\u12\"", "\"\\ud800\"", "\"\\udc00\"", "\"\\ud800\\u0041\"",
                                   "\"a\nb\"", "\"", "a", "\"\\", "\"\\uzzzz\""}) {
        EXPECT_FALSE(parser.parse("{\"index\":0,\"leaf\":" + text +
                                  R"(,"shown":null,"salt":null,"staff":null,"staff_salt":null})"))
            << text;
    }
}

TEST(LeafLine, ProofsAreHashesInCanonicalBase64) {
    const std::string start =
        R"({"index":0,"leaf":"","shown":null,"salt":null,"staff":null,"staff_salt":null,"proof":)";
    const std::string hash = "\"" + to_base64(Hash32().view()) + "\"";
    LeafLineParser parser;
    EXPECT_TRUE(parser.parse(start + "[]}"));
    ASSERT_TRUE(parser.parse(start + "[" + hash + "," + hash + "]}"));
    EXPECT_EQ(parser.line().proof.size(), 2U);
    EXPECT_FALSE(parser.parse(start + "[" + hash + ",]}"));
    EXPECT_FALSE(parser.parse(start + "[\"AAAA\"]}"));
    EXPECT_FALSE(parser.parse(start + "[null]}"));
    EXPECT_FALSE(parser.parse(start + "null}"));
}

}  // namespace
}  // namespace hotline::cli
