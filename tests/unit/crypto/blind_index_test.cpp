#include "crypto/blind_index.hpp"

#include <gtest/gtest.h>

#include <map>

namespace hotline::crypto {
namespace {

std::string normal(IndexField field, std::string_view value) {
    const auto result = normalize_for_index(field, value);
    return result ? std::string(result->expose_text()) : std::string(name_of(result.error().code));
}

TEST(NormalizePhone, EveryWayToWriteANumberGivesE164) {
    for (const std::string_view written :
         {"0912345678", "0912 345 678", "0912.345.678", "0912-345-678", "(0912) 345678", "+84912345678",
          "+84 912 345 678", "84912345678", "0084912345678", "+84 (0)912 345 678", " +840912345678 ",
          "(+84) 912345678"}) {
        EXPECT_EQ(normal(IndexField::phone, written), "+84912345678") << written;
    }
}

// The prefixes that changed on 2018-09-15.
TEST(NormalizePhone, NumbersOfElevenDigitsAreReadAsTheyAreNow) {
    const std::map<std::string, std::string> prefixes{
        {"0120", "70"}, {"0121", "79"}, {"0122", "77"}, {"0126", "76"}, {"0128", "78"}, {"0123", "83"},
        {"0124", "84"}, {"0125", "85"}, {"0127", "81"}, {"0129", "82"}, {"0162", "32"}, {"0163", "33"},
        {"0164", "34"}, {"0165", "35"}, {"0166", "36"}, {"0167", "37"}, {"0168", "38"}, {"0169", "39"},
        {"0186", "56"}, {"0188", "58"}, {"0199", "59"}};
    for (const auto& [before, now] : prefixes) {
        EXPECT_EQ(normal(IndexField::phone, before + "2345678"), "+84" + now + "2345678");
        EXPECT_EQ(normal(IndexField::phone, "+84" + before.substr(1) + "2345678"), "+84" + now + "2345678");
    }
}

TEST(NormalizePhone, NumbersThatBeginWithEightFourAreNotTakenForACountryCode) {
    EXPECT_EQ(normal(IndexField::phone, "0842345678"), "+84842345678");
    EXPECT_EQ(normal(IndexField::phone, "+84842345678"), "+84842345678");
}

TEST(NormalizePhone, LandlinesAndForeignNumbersAreKept) {
    EXPECT_EQ(normal(IndexField::phone, "024 3825 1234"), "+842438251234");
    EXPECT_EQ(normal(IndexField::phone, "0277 3851 234"), "+842773851234");
    EXPECT_EQ(normal(IndexField::phone, "+49 30 1234567"), "+49301234567");
    EXPECT_EQ(normal(IndexField::phone, "0049 30 1234567"), "+49301234567");
}

TEST(NormalizePhone, RefusesWhatIsNoTelephoneNumber) {
    for (const std::string_view bad : {"", "+", "00", "1022", "113", "912345678", "091234567", "09123456789",
                                       "01302345678", "0112345678", "0612345678", "abc", "0912x345678", "+84",
                                       "+1234567", "+1234567890123456", "0912345678;", "++84912345678"}) {
        EXPECT_EQ(normal(IndexField::phone, bad), "bad_input") << bad;
    }
}

TEST(NormalizeCitizenId, KeepsNineOrTwelveDigits) {
    EXPECT_EQ(normal(IndexField::citizen_id, "079 201 001 234"), "079201001234");
    EXPECT_EQ(normal(IndexField::citizen_id, "340.123.456"), "340123456");
    for (const std::string_view bad : {"", "12345678", "1234567890", "07920100123X", "0792010012345"}) {
        EXPECT_EQ(normal(IndexField::citizen_id, bad), "bad_input") << bad;
    }
}

TEST(NormalizeEmail, IsTrimmedAndLowerCase) {
    EXPECT_EQ(normal(IndexField::email, "  An.Nguyen@Example.VN "), "an.nguyen@example.vn");
    for (const std::string_view bad : {"", "  ", "an", "@example.vn", "an@", "an nguyen@example.vn"}) {
        EXPECT_EQ(normal(IndexField::email, bad), "bad_input") << bad;
    }
    EXPECT_EQ(normal(IndexField::email, std::string(320, 'a') + "@example.vn"), "bad_input");
}

TEST(NormalizeForIndex, RefusesAnUnknownField) {
    EXPECT_EQ(normal(IndexField{9}, "0912345678"), "bad_input");
}

TEST(BlindIndex, ShorterTokensAreTheBeginningOfLongerOnes) {
    const auto key = IndexKey::random();
    const auto value = as_bytes("+84912345678");
    const std::uint32_t whole = blind_index(key, IndexField::phone, value, 32);
    for (unsigned bits = 8; bits < 32; ++bits) {
        EXPECT_EQ(blind_index(key, IndexField::phone, value, bits), whole >> (32 - bits));
    }
}

TEST(BlindIndex, DependsOnKeyFieldAndValue) {
    const auto key = IndexKey::random();
    const auto value = as_bytes("079201001234");
    const std::uint32_t token = blind_index(key, IndexField::citizen_id, value, 32);
    EXPECT_NE(token, blind_index(IndexKey::random(), IndexField::citizen_id, value, 32));
    EXPECT_NE(token, blind_index(key, IndexField::phone, value, 32));
    EXPECT_NE(token, blind_index(key, IndexField::citizen_id, as_bytes("079201001235"), 32));
}

TEST(BlindIndex, TokensOfManyNumbersFillTheirRangeEvenly) {
    const auto key = *IndexKey::from(Bytes(32, 7));
    std::map<std::uint32_t, int> buckets;
    for (int i = 0; i < 25600; ++i) {
        ++buckets[blind_index(key, IndexField::phone, as_bytes("+849" + std::to_string(10000000 + i)), 8)];
    }
    EXPECT_EQ(buckets.size(), 256U);
    for (const auto& [token, count] : buckets) {
        EXPECT_GT(count, 50) << token;
        EXPECT_LT(count, 160) << token;
    }
}

}  // namespace
}  // namespace hotline::crypto
