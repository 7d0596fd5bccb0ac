#include "server/http/accept_language.hpp"

#include <gtest/gtest.h>

namespace hotline::http {
namespace {

TEST(AcceptLanguage, VietnameseUnlessEnglishIsPreferred) {
    EXPECT_FALSE(prefers_english(""));
    EXPECT_FALSE(prefers_english("vi-VN,vi;q=0.9,en;q=0.8"));
    EXPECT_FALSE(prefers_english("fr"));
    EXPECT_FALSE(prefers_english("en,vi"));
    EXPECT_FALSE(prefers_english("en;q=nonsense"));
    EXPECT_FALSE(prefers_english(",,;;q=,en;q=0"));
    EXPECT_TRUE(prefers_english("en"));
    EXPECT_TRUE(prefers_english("EN-us,en;q=0.5"));
    EXPECT_TRUE(prefers_english("vi;q=0.3, en;q=0.7"));
    EXPECT_TRUE(prefers_english("en;q=1.0,vi;q=0.999"));
}

}  // namespace
}  // namespace hotline::http
