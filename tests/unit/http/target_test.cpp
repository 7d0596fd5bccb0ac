#include "server/http/target.hpp"

#include <gtest/gtest.h>
#include <optional>
#include <string>

namespace hotline::http {
namespace {

std::optional<std::string> path(std::string_view raw) {
    WipedBuffer out;
    if (!decode_path(raw, out)) return std::nullopt;
    return std::string(out.text());
}

std::optional<std::string> query(std::string_view raw) {
    WipedBuffer out;
    if (!decode_query_part(raw, out)) return std::nullopt;
    return std::string(out.text());
}

TEST(Target, DecodesVietnameseLetters) {
    EXPECT_EQ(path("/%C4%91%C6%B0%E1%BB%9Dng"), "/đường");
    EXPECT_EQ(path("/a%20b/c"), "/a b/c");
    EXPECT_EQ(path("/"), "/");
    EXPECT_EQ(path("/a/"), "/a/");
    EXPECT_EQ(path("/a+b"), "/a+b");
    EXPECT_EQ(query("h%E1%BA%A1n+ch%C3%B3t"), "hạn chót");
    EXPECT_EQ(query("a/b\\c"), "a/b\\c");
}

TEST(Target, RefusesWhatTwoProgramsCouldReadInTwoWays) {
    for (const std::string_view raw :
         {"",      "*",         "a/b",        "http://x/a",    "//a",    "/a//b", "/./a",
          "/a/..", "/%2e%2E/a", "/a%2Fb",     "/a%2fb",        "/a%5Cb", "/a\\b", "/a#b",
          "/%00",  "/%0a",      "/%7f",       "/%1F",          "/%",     "/%4",   "/%zz",
          "/%C4",  "/%C0%AF",   "/%ED%A0%80", "/%F5%80%80%80", "/%FF"}) {
        EXPECT_EQ(path(raw), std::nullopt) << raw;
    }
    for (const std::string_view raw : {"%", "%g0", "%00", "%0d%0a", "%C4", "a#b"}) {
        EXPECT_EQ(query(raw), std::nullopt) << raw;
    }
}

}  // namespace
}  // namespace hotline::http
