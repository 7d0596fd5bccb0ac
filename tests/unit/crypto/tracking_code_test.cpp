#include "crypto/token.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace hotline::crypto {
namespace {

/// The code of the design's example.
constexpr std::string_view kExample = "26-000123-7K4Q-2M9T-XH3V-5NPA";

bool is_example(const Result<TrackingCode>& code) {
    return code && code->reference == "26-000123" &&
           format_tracking_code(code->reference, code->secret).expose_text() == kExample;
}

TEST(TrackingCode, IsReadAndWrittenAlike) {
    EXPECT_TRUE(is_example(parse_tracking_code(kExample)));
}

TEST(TrackingCode, EveryCodeComesBack) {
    for (int i = 0; i < 500; ++i) {
        const auto secret = TrackingSecret::random();
        const auto text = format_tracking_code("26-1000000", secret);
        const auto code = parse_tracking_code(text.expose_text());
        ASSERT_TRUE(code);
        EXPECT_EQ(code->reference, "26-1000000");
        EXPECT_TRUE(equal_constant_time(code->secret.expose_secret(), secret.expose_secret()));
    }
}

TEST(TrackingCode, IsForgivingAboutHowItWasTyped) {
    for (const std::string_view typed :
         {"26-000123-7k4q-2m9t-xh3v-5npa", "260001237K4Q2M9TXH3V5NPA", " 26 000123 7K4Q 2M9T XH3V 5NPA ",
          "26-000123-7K4Q2M9TXH3V5NPA", "26–000123–7K4Q–2M9T–XH3V–5NPA", "26—000123—7K4Q—2M9T—XH3V—5NPA",
          "26 \xC2\xA0 "
          "000123 7K4Q 2M9T\tXH3V 5NPA",
          "26-ooo123-7K4Q-2M9T-XH3V-5NPA", "26-OOOl23-7K4Q-2M9T-XH3V-5NPA",
          "26-000I23-7K4Q-2M9T-XH3V-5NPA"}) {
        EXPECT_TRUE(is_example(parse_tracking_code(typed))) << typed;
    }
}

TEST(TrackingCode, ReadsLookAlikesInTheSecret) {
    const auto code = parse_tracking_code("26-000123-ILOo-0000-0000-0000");
    ASSERT_TRUE(code);
    EXPECT_EQ(format_tracking_code(code->reference, code->secret).expose_text(),
              "26-000123-1100-0000-0000-0000");
}

TEST(TrackingCode, RefusesWhatIsNotACode) {
    for (const std::string_view bad :
         {"", "-", "26-000123", "7K4Q-2M9T-XH3V-5NPA", "26-00012-7K4Q-2M9T-XH3V-5NPA",
          "26-000123-7K4Q-2M9T-XH3V-5NP", "26-000123-XK4Q-2M9T-XH3V-5NPAA", "26-000123-7K4Q-2M9T-XH3V-5NPU",
          "2A-000123-7K4Q-2M9T-XH3V-5NPA", "26-000123-7K4Q-2M9T-XH3V-5NP*", "26_000123-7K4Q-2M9T-XH3V-5NPA",
          "26-0000000000000-7K4Q-2M9T-XH3V-5NPA", "26-000123-7K4Q-2M9T-XH3V-5NPA\xE2\x80",
          "26-000123-7K4Q-2M9T-XH3V-5NP\xE2\x80\x96"}) {
        EXPECT_EQ(parse_tracking_code(bad).error().code, Errc::bad_format) << bad;
    }
    EXPECT_EQ(parse_tracking_code(std::string(300, '-') + std::string(kExample)).error().code,
              Errc::bad_format);
    EXPECT_EQ(parse_tracking_code(std::string_view("26-000123-7K4Q-2M9T-XH3V-5NP\0", 29)).error().code,
              Errc::bad_format);
}

TEST(TrackingCode, TheCitizensKeyIsOfThisCodeCaseAndSalt) {
    const auto secret = TrackingSecret::random();
    const auto case_id = random_fixed<CaseId>();
    const auto salt = random_fixed<Salt16>();
    const auto key = citizen_key(secret, case_id, salt);
    const auto differs = [&](const WrapKey& other) {
        return !equal_constant_time(key.expose_secret(), other.expose_secret());
    };
    EXPECT_FALSE(differs(citizen_key(secret, case_id, salt)));
    EXPECT_TRUE(differs(citizen_key(TrackingSecret::random(), case_id, salt)));
    EXPECT_TRUE(differs(citizen_key(secret, random_fixed<CaseId>(), salt)));
    EXPECT_TRUE(differs(citizen_key(secret, case_id, random_fixed<Salt16>())));
}

TEST(RecoveryCode, ComesBackFromItsText) {
    for (int i = 0; i < 200; ++i) {
        const auto secret = RecoverySecret::random();
        const auto text = format_recovery_code(secret);
        EXPECT_EQ(text.size(), 39U);
        const auto back = parse_recovery_code(text.expose_text());
        ASSERT_TRUE(back);
        EXPECT_TRUE(equal_constant_time(back->expose_secret(), secret.expose_secret()));
    }
}

TEST(RecoveryCode, IsForgivingAboutCaseAndDashesOnly) {
    const auto secret = RecoverySecret::random();
    std::string text(format_recovery_code(secret).expose_text());
    std::ranges::transform(text, text.begin(),
                           [](char c) { return c == '-' ? ' ' : static_cast<char>(tolower(c)); });
    EXPECT_TRUE(parse_recovery_code(text));
    EXPECT_EQ(parse_recovery_code(text + "0").error().code, Errc::bad_format);
    EXPECT_EQ(parse_recovery_code(text.substr(1)).error().code, Errc::bad_format);
    EXPECT_EQ(parse_recovery_code("u" + text.substr(1)).error().code, Errc::bad_format);
    EXPECT_EQ(parse_recovery_code("").error().code, Errc::bad_format);
}

}  // namespace
}  // namespace hotline::crypto
