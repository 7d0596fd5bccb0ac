#include "clients/cli/json.hpp"
#include "clients/cli/qr_text.hpp"
#include "tests/unit/cli/fake_server.hpp"
#include "tests/unit/cli/world.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace hotline::cli::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

constexpr const char* kOtpNeeded = R"({"type":"/problems/otp-needed","title":"Cần mã xác thực"})";
constexpr const char* kStepUpNeeded = R"({"type":"/problems/step-up-needed","title":"Cần xác thực lại"})";
constexpr const char* kOpened =
    R"({"user":{"username":"lan"},"roles":["officer"],"units":[],"expires_at":"2026-09-05T07:30:00Z",)"
    R"("token":"t0ken"})";
constexpr const char* kPeople =
    R"({"items":[{"id":"0a","username":"lan","state":"active","roles":["officer"],"units":["so-y-te"],)"
    R"("keys":[],"display_name":"Lan"}],"next":null})";

class Account : public ::testing::Test {
protected:
    void answer_with(FakeServer::Handler handler) {
        server_ = std::make_unique<FakeServer>(std::move(handler));
        world_.terminal.environment["HOTLINE_SERVER"] = server_->url();
        world_.terminal.environment["HOTLINE_TOKEN"] = "secret-token";
    }
    /// A person at the terminal who types these in turn.
    void person_types(std::vector<std::string> answers) {
        world_.terminal.in_is_tty = true;
        world_.terminal.read_hidden = [answers = std::move(answers),
                                       next = std::size_t{0}](std::string_view) mutable {
            return next < answers.size() ? std::optional(answers[next++]) : std::nullopt;
        };
    }
    Json body(std::size_t request) { return *parse_json(server_->requests().at(request).body); }

    World world_;
    std::unique_ptr<FakeServer> server_;
};

TEST_F(Account, LogInAsksForTheCodeThatTheAccountWants) {
    answer_with([](const FakeRequest& request) {
        return request.body.contains("otp") ? FakeAnswer{201, kOpened} : FakeAnswer{401, kOtpNeeded};
    });
    person_types({"mật khẩu", "123456"});
    EXPECT_EQ(world_.run({"login", "lan"}), ExitCode::ok) << world_.err;
    EXPECT_EQ(text_at(body(1), "otp"), "123456");
    EXPECT_EQ(text_at(body(1), "password"), "mật khẩu");
    EXPECT_THAT(world_.out, Not(HasSubstr("t0ken")));
}

TEST_F(Account, LogInSendsTheCodeAtOnceWhenTold) {
    answer_with([](const FakeRequest&) { return FakeAnswer{201, kOpened}; });
    EXPECT_EQ(world_.run({"login", "lan", "--password-stdin", "--otp"}, "mật khẩu\n123456\n"), ExitCode::ok)
        << world_.err;
    EXPECT_EQ(server_->requests().size(), 1U);
    EXPECT_EQ(text_at(body(0), "otp"), "123456");
}

TEST_F(Account, WithoutAPersonTheWantedCodeIsALogInError) {
    answer_with([](const FakeRequest&) { return FakeAnswer{401, kOtpNeeded}; });
    EXPECT_EQ(world_.run({"login", "lan", "--password-stdin"}, "mật khẩu\n"), ExitCode::login_needed);
    EXPECT_THAT(world_.err, HasSubstr("Cần mã xác thực"));
}

TEST_F(Account, ANewPasswordIsTypedTwice) {
    answer_with([](const FakeRequest&) { return FakeAnswer{204, ""}; });
    person_types({"cũ", "mới và dài hơn", "mới và dài hơm"});
    EXPECT_EQ(world_.run({"account", "password"}), ExitCode::usage);
    EXPECT_TRUE(server_->requests().empty());
}

TEST_F(Account, SecretsAreLinesInTheOrderOfTheQuestions) {
    answer_with([](const FakeRequest&) { return FakeAnswer{200, R"({"recovery_code":"ABCD-EFGH"})"}; });
    EXPECT_EQ(world_.run({"account", "recover", "lan", "--secrets-stdin"}, "mã cũ\nmật khẩu mới\n"),
              ExitCode::ok)
        << world_.err;
    EXPECT_EQ(server_->requests().at(0).target, "/v1/recovery");
    EXPECT_EQ(text_at(body(0), "recovery_code"), "mã cũ");
    EXPECT_EQ(text_at(body(0), "new_password"), "mật khẩu mới");
    EXPECT_THAT(world_.out, HasSubstr("ABCD-EFGH"));
    EXPECT_EQ(world_.run({"account", "recover", "lan", "--secrets-stdin"}, "mã cũ\n"), ExitCode::usage);
}

TEST_F(Account, AnOldLogInIsProvedAgainAndTheActSentAgain) {
    bool proved = false;
    answer_with([&proved](const FakeRequest& request) {
        if (request.target == "/v1/users" && request.method == "GET") return FakeAnswer{200, kPeople};
        if (request.target.ends_with("/step-up")) {
            proved = true;
            return FakeAnswer{204, ""};
        }
        return proved ? FakeAnswer{200, R"({"id":"0a","state":"suspended"})"}
                      : FakeAnswer{403, kStepUpNeeded};
    });
    person_types({"mật khẩu"});
    EXPECT_EQ(world_.run({"users", "suspend", "lan"}), ExitCode::ok) << world_.err;
    EXPECT_EQ(server_->requests().back().target, "/v1/users/0a/suspend");
    EXPECT_EQ(server_->requests().size(), 4U);
    EXPECT_FALSE(flag_at(body(3), "accept_loss"));
}

TEST_F(Account, UsersAreListedForScripts) {
    answer_with([](const FakeRequest&) { return FakeAnswer{200, kPeople}; });
    EXPECT_EQ(world_.run({"users", "list"}), ExitCode::ok) << world_.err;
    EXPECT_EQ(world_.out, "lan\tactive\tofficer\tso-y-te\t\tLan\n");
}

TEST_F(Account, WhatNobodyElseCouldOpenIsAConflict) {
    answer_with([](const FakeRequest& request) {
        if (request.method == "GET") return FakeAnswer{200, kPeople};
        return FakeAnswer{409, R"({"type":"/problems/last-keys","title":"Sẽ không còn ai","errors":[)"
                               R"({"pointer":"/accept_loss","detail":"so-y-te"}]})"};
    });
    EXPECT_EQ(world_.run({"users", "remove", "lan"}), ExitCode::conflict);
    EXPECT_THAT(world_.err, HasSubstr("so-y-te"));
    EXPECT_EQ(world_.run({"users", "remove", "lan", "--accept-loss"}), ExitCode::conflict);
    EXPECT_TRUE(flag_at(body(3), "accept_loss"));
}

TEST(QrText, DrawsASquareWithAQuietZone) {
    const std::string text = qr_text("otpauth://totp/1022:lan?secret=GEZDGNBVGY3TQOJQ");
    ASSERT_FALSE(text.empty());
    EXPECT_TRUE(text.starts_with("█████")) << "light modules around";
    EXPECT_EQ(qr_text(std::string(5000, 'x')), "");
}

}  // namespace
}  // namespace hotline::cli::testing
