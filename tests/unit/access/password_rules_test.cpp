#include "server/access/password_rules.hpp"

#include "server/access/embedded.hpp"
#include "server/redaction/text.hpp"

#include <gtest/gtest.h>
#include <string>

namespace hotline::access {
namespace {

std::optional<PasswordFault> fault(std::string_view password, std::string_view username = "an.nguyen") {
    return fault_of_password(password, username);
}

// ASVS 5.0.0: 6.2.1, 6.2.9
TEST(PasswordRules, LengthIsCountedInCharactersAfterNfc) {
    EXPECT_EQ(fault("gió mùa thu"), PasswordFault::too_short);
    EXPECT_EQ(fault("gió mùa đông"), std::nullopt);
    // The same twelve letters typed as letter and mark are not longer.
    EXPECT_EQ(fault("gio\u0301 mu\u0300a thu"), PasswordFault::too_short);
    const std::string base = "Mưa rơi trên mái ngói cũ, bếp lửa ";
    std::string longest = base;
    while (redaction::count_code_points(longest) < kLongestPassword)
        longest += static_cast<char>('a' + static_cast<int>(longest.size() * 7 % 26));
    EXPECT_EQ(fault(longest), std::nullopt);
    EXPECT_EQ(fault(longest + "x"), PasswordFault::too_long);
}

// ASVS 5.0.0: 6.2.5
TEST(PasswordRules, NoKindOfCharacterIsAskedFor) {
    for (const char* good :
         {"con trau gam co non", "đò chiều cập bến muộn", "83 bậc thang đá rêu", "kqzvwtnhxbpm"})
        EXPECT_EQ(fault(good), std::nullopt) << good;
}

// ASVS 5.0.0: 6.2.4
TEST(PasswordRules, WhatIsTriedFirstIsRefused) {
    for (const char* bad :
         {"passwordpassword", "Password123456", "qwertyuiop123", "1234567890123", "111111111111",
          "abcabcabcabc", "abcdefghijklm", "987654321098", "matkhau123456", "Mật Khẩu 123456",
          "anhyeuem2024!", "Anh Yêu Em 1990", "vietnamvodich1", "hochiminh1975", "tongdai1022!!",
          "iloveyou12345", "matkhaumatkhau", "anhyeuemvietnam", "!!!!!!!!!!!!"})
        EXPECT_EQ(fault(bad), PasswordFault::common) << bad;
}

TEST(PasswordRules, TheUserNameIsNoPassword) {
    EXPECT_EQ(fault("so-y-te.officer1", "so-y-te.officer1"), PasswordFault::username);
    EXPECT_EQ(fault("SoYTe Officer 2026", "so-y-te.officer"), PasswordFault::username);
    EXPECT_EQ(fault("so y te bung nang som", "so-y-te.officer"), std::nullopt);
}

TEST(PasswordRules, MalformedTextIsRefused) {
    EXPECT_EQ(fault("mat khau \xff\xfe dai lam"), PasswordFault::malformed);
    EXPECT_EQ(fault(std::string_view("mat khau \0 dai lam", 18)), PasswordFault::malformed);
}

TEST(PasswordRules, EveryStemIsFoldedAndUnique) {
    std::string_view rest = embedded_file("common_passwords.txt");
    std::string last;
    std::size_t stems = 0;
    while (!rest.empty()) {
        const std::size_t end = rest.find('\n');
        ASSERT_NE(end, std::string_view::npos) << "the file ends a line";
        const std::string line(rest.substr(0, end));
        rest.remove_prefix(end + 1);
        if (line.empty() || line.front() == '#') continue;
        EXPECT_EQ(line.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789"), std::string::npos) << line;
        EXPECT_LT(last, line);
        last = line;
        ++stems;
    }
    EXPECT_GT(stems, 400U);
}

TEST(PasswordRules, EveryFaultHasItsSentence) {
    for (const PasswordFault each : {PasswordFault::malformed, PasswordFault::too_short,
                                     PasswordFault::too_long, PasswordFault::common, PasswordFault::username})
        EXPECT_FALSE(sentence_of(each).empty());
}

}  // namespace
}  // namespace hotline::access
