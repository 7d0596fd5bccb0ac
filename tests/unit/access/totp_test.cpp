#include "server/access/totp.hpp"

#include <gtest/gtest.h>

namespace hotline::access {
namespace {

using namespace std::chrono_literals;

constexpr std::string_view kSecret = "12345678901234567890";  // RFC 6238, appendix B

vault::TotpSecret secret() {
    return vault::TotpSecret::from(as_bytes(kSecret)).value();
}
storage::Time at(std::int64_t seconds) {
    return storage::Time{std::chrono::seconds{seconds}};
}
std::string code_at(std::int64_t seconds) {
    return std::string(totp_code(as_bytes(kSecret), totp_step(at(seconds))).expose_text());
}

TEST(Totp, GivesTheKnownAnswersOfRfc6238) {
    const std::pair<std::int64_t, std::string_view> known[] = {
        {59, "94287082"},         {1111111109, "07081804"}, {1111111111, "14050471"},
        {1234567890, "89005924"}, {2000000000, "69279037"}, {20000000000, "65353130"}};
    for (const auto& [seconds, code] : known)
        EXPECT_EQ(totp_code(as_bytes(kSecret), totp_step(at(seconds)), 8).expose_text(), code) << seconds;
}

TEST(Totp, GivesTheKnownAnswersOfRfc4226) {
    const std::string_view known[] = {"755224", "287082", "359152", "969429", "338314",
                                      "254676", "287922", "162583", "399871", "520489"};
    std::uint64_t counter = 0;
    for (const std::string_view code : known)
        EXPECT_EQ(totp_code(as_bytes(kSecret), counter++).expose_text(), code);
}

TEST(Totp, AcceptsOneStepToEitherSideAndNoMore) {
    const std::int64_t now = 1111111111;
    for (const int off : {-1, 0, 1}) {
        const auto step = accepted_step(secret(), code_at(now + (off * 30)), at(now), 0);
        ASSERT_TRUE(step) << off;
        EXPECT_EQ(*step, totp_step(at(now + (off * 30))));
    }
    for (const int off : {-2, 2})
        EXPECT_FALSE(accepted_step(secret(), code_at(now + (off * 30)), at(now), 0));
}

// ASVS 5.0.0: 6.5.1
TEST(Totp, ACodeServesOnceAndNoOlderOneAfterIt) {
    const std::int64_t now = 1111111111;
    const auto used = accepted_step(secret(), code_at(now), at(now), 0);
    ASSERT_TRUE(used);
    EXPECT_FALSE(accepted_step(secret(), code_at(now), at(now), *used));
    EXPECT_FALSE(accepted_step(secret(), code_at(now - 30), at(now), *used));
    EXPECT_TRUE(accepted_step(secret(), code_at(now + 30), at(now), *used));
}

TEST(Totp, RefusesWhatIsNoCode) {
    for (const char* code : {"", "12345", "1234567", "abcdef", "050 471"})
        EXPECT_FALSE(accepted_step(secret(), code, at(1111111111), 0)) << code;
}

TEST(Totp, SecretAndAddressAreAsAuthenticatorsReadThem) {
    EXPECT_EQ(totp_secret_text(secret()).expose_text(), "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
    EXPECT_EQ(totp_uri(secret(), "1022 Đồng Tháp", "an.nguyen").expose_text(),
              "otpauth://totp/1022%20%C4%90%E1%BB%93ng%20Th%C3%A1p:an.nguyen?issuer=1022%20%C4%90%E1%BB%93ng"
              "%20Th%C3%A1p&secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
}

}  // namespace
}  // namespace hotline::access
