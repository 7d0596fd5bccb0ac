#include "clients/cli/app.hpp"

#include "clients/cli/json.hpp"
#include "tests/unit/cli/fake_server.hpp"
#include "tests/unit/cli/world.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

namespace hotline::cli::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

constexpr const char* kCase = R"({"id":"1","reference":"26-000123","state":"forwarded","class":"phan-anh",
"field":"giao-thong","unit":"so-xay-dung","urgency":"normal","due_at":"2026-09-05T07:30:00Z","version":6,
"subject":"Ổ gà lớn","report":"Đường [..]","acts":["accept","transfer"]})";

class App : public ::testing::Test {
protected:
    /// Every request is answered with this status and body.
    void answer_all(unsigned status, std::string body) {
        server_ = std::make_unique<FakeServer>(
            [status, body = std::move(body)](const FakeRequest&) { return FakeAnswer{status, body}; });
        use_server();
    }
    void answer_with(FakeServer::Handler handler) {
        server_ = std::make_unique<FakeServer>(std::move(handler));
        use_server();
    }
    void use_server() {
        world_.terminal.environment["HOTLINE_SERVER"] = server_->url();
        world_.terminal.environment["HOTLINE_TOKEN"] = "secret-token";
    }

    World world_;
    std::unique_ptr<FakeServer> server_;
};

TEST_F(App, WrongCommandLinesAreUsageErrors) {
    const std::initializer_list<std::string> wrong[] = {{},
                                                        {"nothing"},
                                                        {"case"},
                                                        {"case", "show"},
                                                        {"case", "list", "--due", "never"},
                                                        {"case", "list", "--limit", "201"},
                                                        {"audit", "export", "--out", "x"},
                                                        {"case", "transfer", "26-1", "--unit", "x"},
                                                        {"completion", "tcsh"},
                                                        {"--color", "pink", "stats"},
                                                        {"case", "new", "extra"},
                                                        {"--insecure", "stats"}};
    for (const auto& arguments : wrong) {
        EXPECT_EQ(world_.run(arguments), ExitCode::usage);
        EXPECT_THAT(world_.err, HasSubstr("lỗi: "));
        EXPECT_EQ(world_.out, "");
    }
}

TEST_F(App, HelpAndVersionGoToStandardOutput) {
    EXPECT_EQ(world_.run({"--help"}), ExitCode::ok);
    EXPECT_THAT(world_.out, HasSubstr("Các lệnh"));
    EXPECT_EQ(world_.run({"case", "new", "--help"}), ExitCode::ok);
    EXPECT_THAT(world_.out, HasSubstr("--reporter-file"));
    EXPECT_EQ(world_.run({"--version"}), ExitCode::ok);
    EXPECT_THAT(world_.out, HasSubstr("hotline 0."));
}

TEST_F(App, WithoutServerItSaysWhichOptionToUse) {
    world_.terminal.environment["HOTLINE_TOKEN"] = "t";
    EXPECT_EQ(world_.run({"stats"}), ExitCode::usage);
    EXPECT_THAT(world_.err, HasSubstr("--server"));
}

TEST_F(App, PlainHttpToAnotherMachineIsRefused) {
    world_.terminal.environment["HOTLINE_TOKEN"] = "t";
    EXPECT_EQ(world_.run({"stats", "--server", "http://example.vn"}), ExitCode::usage);
    EXPECT_THAT(world_.err, HasSubstr("https://"));
}

TEST_F(App, WithoutTokenLogInIsNeeded) {
    EXPECT_EQ(world_.run({"stats", "--server", "http://127.0.0.1:1"}), ExitCode::login_needed);
    EXPECT_THAT(world_.err, HasSubstr("hotline login"));
}

TEST_F(App, StatusesBecomeExitCodes) {
    const std::pair<unsigned, ExitCode> table[] = {
        {401, ExitCode::login_needed}, {404, ExitCode::not_found},   {409, ExitCode::conflict},
        {403, ExitCode::failed},       {422, ExitCode::failed},      {500, ExitCode::failed},
        {503, ExitCode::unreachable},  {429, ExitCode::unreachable},
    };
    for (const auto& [status, code] : table) {
        answer_all(status, R"({"title":"Không được","detail":"chi tiết"})");
        EXPECT_EQ(world_.run({"case", "show", "26-000123"}), code) << status;
        EXPECT_THAT(world_.err, HasSubstr("Không được: chi tiết"));
        EXPECT_EQ(world_.out, "");
    }
}

TEST_F(App, NobodyListeningIsUnreachable) {
    world_.terminal.environment["HOTLINE_TOKEN"] = "t";
    EXPECT_EQ(world_.run({"stats", "--server", dead_url()}), ExitCode::unreachable);
    EXPECT_THAT(world_.err, HasSubstr("thử lại"));
}

TEST_F(App, AnswerThatIsNoJsonFails) {
    answer_all(200, "<html>");
    EXPECT_EQ(world_.run({"stats"}), ExitCode::failed);
}

TEST_F(App, ShowAsksForTheCaseWithTheToken) {
    answer_all(200, kCase);
    EXPECT_EQ(world_.run({"case", "show", "26/../1"}), ExitCode::ok);
    ASSERT_EQ(server_->requests().size(), 1U);
    EXPECT_EQ(server_->requests()[0].target, "/v1/cases/26%2F..%2F1");
    EXPECT_EQ(server_->requests()[0].authorization, "Bearer secret-token");
    EXPECT_THAT(world_.out, HasSubstr("Trạng thái\tforwarded\n"));
}

TEST_F(App, PeopleSeeVietnameseAndLocalTime) {
    answer_all(200, kCase);
    world_.terminal.out_is_tty = true;
    world_.terminal.environment["NO_COLOR"] = "1";
    EXPECT_EQ(world_.run({"case", "show", "26-000123"}), ExitCode::ok);
    EXPECT_THAT(world_.out, HasSubstr("Trạng thái: đã chuyển"));
    EXPECT_THAT(world_.out, HasSubstr("05/09/2026 14:30"));
    EXPECT_THAT(world_.out, Not(HasSubstr("\x1B")));
}

TEST_F(App, ActTakesTheCurrentVersionWhenNoneIsGiven) {
    answer_all(200, kCase);
    EXPECT_EQ(world_.run({"case", "accept", "26-000123"}), ExitCode::ok);
    ASSERT_EQ(server_->requests().size(), 2U);
    EXPECT_EQ(server_->requests()[1].target, "/v1/cases/26-000123/accept");
    EXPECT_EQ(server_->requests()[1].body, R"({"version":6})");

    EXPECT_EQ(world_.run({"case", "close", "26-000123", "--version", "9", "--reason", "xong"}), ExitCode::ok);
    ASSERT_EQ(server_->requests().size(), 3U);
    EXPECT_EQ(server_->requests()[2].body, R"({"reason":"xong","version":9})");
}

TEST_F(App, ConflictSaysBothVersionsAndIsNotTriedAgain) {
    answer_all(409, R"({"title":"Xung đột","version":7})");
    EXPECT_EQ(world_.run({"case", "reply", "26-000123", "--version", "6"}, "Đã sửa"), ExitCode::conflict);
    EXPECT_THAT(world_.err, HasSubstr("(phiên bản 7, bạn gửi 6). Xem: hotline case show 26-000123"));
    EXPECT_EQ(server_->requests().size(), 1U);
}

TEST_F(App, NewCaseSendsReporterFromFileAndWorksOnce) {
    answer_all(200, R"({"reference":"26-000124","tracking_code":"26-000124-7K4Q"})");
    const auto reporter = world_.home.path() / "reporter.json";
    write_all(reporter, R"({"full_name":"Trần Thị B","phone":"0905123456"})");
    EXPECT_EQ(
        world_.run({"case", "new", "--reporter-file", reporter.string(), "--consent-notify", "--anonymous"},
                   "Ổ gà\n"),
        ExitCode::ok);
    const auto requests = server_->requests();
    ASSERT_EQ(requests.size(), 2U);
    const Json body = *parse_json(requests[0].body);
    EXPECT_EQ(body["text"], "Ổ gà");
    EXPECT_EQ(body["reporter"]["phone"], "0905123456");
    EXPECT_EQ(body["consents"]["notify"], true);
    EXPECT_EQ(body["consents"]["publish"], false);
    EXPECT_EQ(body["anonymous"], true);
    EXPECT_GE(requests[0].idempotency_key.size(), 22U);
    EXPECT_THAT(world_.err, HasSubstr(requests[0].idempotency_key));
    EXPECT_EQ(requests[1].target, "/v1/work");
    EXPECT_THAT(world_.out, HasSubstr("26-000124-7K4Q"));
}

TEST_F(App, NoInputNamesTheOption) {
    answer_all(200, "{}");
    world_.terminal.in_is_tty = true;
    EXPECT_EQ(world_.run({"--no-input", "case", "new"}), ExitCode::usage);
    EXPECT_THAT(world_.err, HasSubstr("--text-file"));
    EXPECT_EQ(world_.run({"--no-input", "login", "lan"}), ExitCode::usage);
    EXPECT_THAT(world_.err, HasSubstr("--password-stdin"));
    EXPECT_TRUE(server_->requests().empty());
}

TEST_F(App, ListGoesThroughAllPages) {
    answer_with([](const FakeRequest& request) {
        const bool second = request.target.find("cursor=c%2B2") != std::string::npos;
        return FakeAnswer{200, second ? R"({"items":[{"reference":"26-2"}],"next":null})"
                                      : R"({"items":[{"reference":"26-1"}],"next":"c+2"})"};
    });
    EXPECT_EQ(world_.run({"case", "list", "--all", "--state", "new", "--json"}), ExitCode::ok);
    EXPECT_EQ(world_.out, "{\"reference\":\"26-1\"}\n{\"reference\":\"26-2\"}\n");
    EXPECT_EQ(server_->requests()[0].target, "/v1/cases?state=new&limit=200");
    EXPECT_EQ(world_.run({"case", "list"}), ExitCode::ok);
    EXPECT_THAT(world_.err, HasSubstr("--cursor c+2"));
}

TEST_F(App, InboxLeavesOutEndedCasesAndSortsByDeadline) {
    answer_all(200, R"({"items":[{"reference":"26-1","state":"closed","due_at":"2026-01-01T00:00:00Z"},
        {"reference":"26-2","state":"accepted","due_at":"2026-03-01T00:00:00Z"},{"reference":"26-3","state":"new"},
        {"reference":"26-4","state":"forwarded","due_at":"2026-02-01T00:00:00Z"}],"next":null})");
    EXPECT_EQ(world_.run({"inbox", "--json"}), ExitCode::ok);
    const auto at = [&](const char* reference) { return world_.out.find(reference); };
    EXPECT_EQ(at("26-1"), std::string::npos);
    EXPECT_LT(at("26-4"), at("26-2"));
    EXPECT_LT(at("26-2"), at("26-3"));
}

TEST_F(App, LogInKeepsTheTokenForThatServerOnly) {
    answer_all(201, R"({"user":{"username":"lan"},"roles":["operator"],"units":[],"token":"T0KEN"})");
    world_.terminal.environment.erase("HOTLINE_TOKEN");
    EXPECT_EQ(world_.run({"login", "lan", "--password-stdin"}, "mật khẩu\n"), ExitCode::ok);
    EXPECT_EQ(*parse_json(server_->requests()[0].body),
              (Json{{"username", "lan"}, {"password", "mật khẩu"}, {"bearer", true}}));
    EXPECT_THAT(world_.out + world_.err, Not(HasSubstr("T0KEN")));
    const auto token = world_.home.path() / ".config/hotline/token";
    struct stat state{};
    ASSERT_EQ(::stat(token.c_str(), &state), 0);
    EXPECT_EQ(state.st_mode & 0777U, 0600U);

    world_.terminal.environment.erase("HOTLINE_SERVER");
    EXPECT_EQ(world_.run({"login", "status"}), ExitCode::ok);
    EXPECT_EQ(server_->requests().back().authorization, "Bearer T0KEN");
    EXPECT_EQ(world_.run({"login", "status", "--server", dead_url()}), ExitCode::login_needed);

    ::chmod(token.c_str(), 0644);
    EXPECT_EQ(world_.run({"login", "status"}), ExitCode::failed);
    ::chmod(token.c_str(), 0600);
    EXPECT_EQ(world_.run({"logout"}), ExitCode::ok);
    EXPECT_FALSE(std::filesystem::exists(token));
}

TEST_F(App, RevealAsksForThePasswordWhenTheLogInIsOld) {
    auto stepped = std::make_shared<bool>(false);
    answer_with([stepped](const FakeRequest& request) {
        if (request.target.ends_with("/step-up")) *stepped = true;
        if (request.target.ends_with("/step-up")) return FakeAnswer{204, ""};
        if (!*stepped)
            return FakeAnswer{403, R"({"type":"/problems/step-up-needed","title":"Xác nhận lại"})"};
        return FakeAnswer{200, R"({"leaf":9,"contact":{"phone":"0905123456"}})"};
    });
    EXPECT_EQ(world_.run({"case", "reveal", "26-1", "--compartment", "contact", "--purpose",
                          "contact-citizen", "--note", "gọi lại để hỏi vị trí"}),
              ExitCode::login_needed);
    world_.terminal.in_is_tty = true;
    world_.terminal.read_hidden = [](std::string_view) { return std::optional<std::string>("pw"); };
    EXPECT_EQ(world_.run({"case", "reveal", "26-1", "--compartment", "contact", "--purpose",
                          "contact-citizen", "--note", "gọi lại để hỏi vị trí"}),
              ExitCode::ok);
    EXPECT_THAT(world_.out, HasSubstr("0905123456"));
}

TEST_F(App, RevealThatNeedsASecondPersonNamesTheRequestAndTakesItsApproval) {
    answer_all(202, R"({"approval":{"id":"0123456789abcdef0123456789abcdef","state":"pending"},"leaf":9})");
    EXPECT_EQ(world_.run({"case", "reveal", "26-1", "--compartment", "identity", "--purpose", "legal-duty",
                          "--note", "đối chiếu với hồ sơ"}),
              ExitCode::ok);
    EXPECT_THAT(world_.out, HasSubstr("0123456789abcdef0123456789abcdef"));
    EXPECT_THAT(world_.err, HasSubstr("--approval 0123456789abcdef0123456789abcdef"));
    EXPECT_EQ(world_.run({"case", "reveal", "26-1", "--approval", "0123456789abcdef0123456789abcdef"}),
              ExitCode::ok);
    EXPECT_EQ(server_->requests().back().body, R"({"approval":"0123456789abcdef0123456789abcdef"})");
    EXPECT_EQ(world_.run({"case", "reveal", "26-1"}), ExitCode::usage);
}

TEST_F(App, ASupervisorListsAndDecidesRequests) {
    const char* one =
        R"({"id":"aa","state":"pending","reference":"26-000001","requester":{"username":"an"},)"
        R"("unit":"so-y-te","purpose":"legal-duty","compartments":["identity"],"note":"vì sao",)"
        R"("expires_at":"2026-01-01T00:00:00.000Z"})";
    answer_all(200, R"({"items":[)" + std::string(one) + R"(],"next":null})");
    EXPECT_EQ(world_.run({"approvals", "list"}), ExitCode::ok);
    EXPECT_THAT(world_.out, HasSubstr("aa\tpending\t26-000001\tan\tso-y-te\tlegal-duty\tidentity\tvì sao"));
    answer_all(200, one);
    EXPECT_EQ(world_.run({"approvals", "approve", "aa"}), ExitCode::ok);
    EXPECT_EQ(server_->requests().back().target, "/v1/approvals/aa/approve");
    EXPECT_EQ(world_.run({"approvals", "refuse", "aa", "--reason", "không cần thiết lúc này"}), ExitCode::ok);
    EXPECT_EQ(server_->requests().back().body, R"({"reason":"không cần thiết lúc này"})");
    EXPECT_EQ(world_.run({"approvals", "refuse", "aa"}), ExitCode::usage);
}

TEST_F(App, AnAuditorListsAlertsAndNotesThatOneWasSeenTo) {
    answer_all(200,
               R"({"items":[{"id":"7","state":"open","what":"canary-read","officer":"an"}],"next":null})");
    EXPECT_EQ(world_.run({"audit", "alerts"}), ExitCode::ok);
    EXPECT_THAT(world_.out, HasSubstr("open\tcanary-read\tan"));
    answer_all(200, R"({"id":"7","state":"acknowledged","what":"canary-read","acknowledged_by":"kt"})");
    EXPECT_EQ(world_.run({"audit", "alerts", "--ack", "7"}), ExitCode::ok);
    EXPECT_EQ(server_->requests().back().target, "/v1/audit/alerts/7/ack");
    EXPECT_THAT(world_.out, HasSubstr("acknowledged"));
}

TEST_F(App, TelephoneNumberAndTrackingCodeComeFromStandardInput) {
    answer_all(200, R"({"items":[]})");
    EXPECT_EQ(world_.run({"lookup"}, "0905123456\n"), ExitCode::ok);
    EXPECT_EQ(server_->requests().back().body, R"({"phone":"0905123456"})");
    EXPECT_EQ(world_.run({"track"}, "26-1-ABCD\n"), ExitCode::ok);
    EXPECT_EQ(server_->requests().back().authorization, "");
    EXPECT_EQ(world_.run({"lookup"}, ""), ExitCode::usage);
    EXPECT_EQ(world_.run({"lookup", "0905123456"}), ExitCode::usage);
}

TEST_F(App, TrackProvesEveryAccessUnderThePinnedKey) {
    ExportBuilder log(4);
    const TestEntry& entry = log.entries()[1];
    Json access = {{"leaf", 1},
                   {"leaf_text", entry.leaf},
                   {"shown", entry.shown},
                   {"salt", entry.salt},
                   {"proof", log.proof_of(1)}};
    const auto key = world_.home.path() / "key";
    write_all(key, log.log_vkey());
    answer_all(200, dump_line({{"reference", "26-1"}, {"accesses", {access}}}));
    EXPECT_EQ(world_.run({"track", "--key", key.string()}, "26-1-ABCD\n"), ExitCode::ok);
    access["shown"] = "{}";
    answer_all(200, dump_line({{"reference", "26-1"}, {"accesses", {access}}}));
    EXPECT_EQ(world_.run({"track", "--key", key.string()}, "26-1-ABCD\n"), ExitCode::audit_failed);
    EXPECT_THAT(world_.err, HasSubstr("mục 1"));
}

TEST_F(App, StatsCountsByStateAndDeadline) {
    answer_all(200, R"({"items":[],"counts":{"by_state":{"forwarded":12},"overdue":3,"soon":1,"ok":8}})");
    EXPECT_EQ(world_.run({"stats"}), ExitCode::ok);
    EXPECT_EQ(world_.out, "forwarded\t12\noverdue\t3\nsoon\t1\nok\t8\n");
}

TEST_F(App, PreviewShowsWhyAndWhatWasFound) {
    answer_all(200, R"({"normalized_text":"Gọi Đỗ An 0905123456","redacted_text":"Gọi [tên] [số]",
        "spans":[{"start":4,"end":9,"type":"NAME","confidence":0.9,"detector":"name"}],
        "class":{"code":"phan-anh","confidence":0.8,"because":["hỏng"]},"field":{"code":"giao-thong",
        "confidence":0.7,"because":["ổ gà"]},"area":{"code":null},"unit":{"code":"x","name":"Sở X"},"ask":false})");
    EXPECT_EQ(world_.run({"preview"}, "Gọi Đỗ An 0905123456"), ExitCode::ok);
    EXPECT_THAT(world_.out, HasSubstr("NAME\tĐỗ An\tname\t90%"));
    EXPECT_THAT(world_.out, HasSubstr("giao-thong\t70%\tổ gà"));
}

TEST_F(App, TailOnceWritesEventsInTheLogsOrder) {
    answer_all(200, R"({"items":[{"index":8,"kind":"case.created"},{"index":7,"kind":"reveal.requested",
        "staff":{"officer":"lan","note":"gọi"}}],"next":null})");
    EXPECT_EQ(world_.run({"audit", "tail", "--once"}), ExitCode::ok);
    EXPECT_LT(world_.out.find("7\t"), world_.out.find("8\t"));
    EXPECT_THAT(world_.out, HasSubstr("lan"));
}

TEST_F(App, VerifyNamesTheBadEntryAndExitsWithSix) {
    const ExportBuilder log(4);
    auto files = log.files();
    const auto folder = world_.home.path() / "export";
    write_folder(folder, files);
    EXPECT_EQ(world_.run({"audit", "verify", folder.string()}), ExitCode::ok);
    EXPECT_THAT(world_.err, HasSubstr("chưa được ghim"));

    files["leaves-000000.ndjson"].replace(files["leaves-000000.ndjson"].find("so-y-te"), 7, "so-x-te");
    write_folder(folder, files);
    EXPECT_EQ(world_.run({"audit", "verify", folder.string(), "--json"}), ExitCode::audit_failed);
    EXPECT_THAT(world_.err, HasSubstr("mục 0"));
    EXPECT_EQ(
        *parse_json(world_.out),
        (Json{{"ok", false}, {"reason", "shown-hash"}, {"file", "leaves-000000.ndjson"}, {"index", 0}}));
}

TEST_F(App, VerifyWithAnotherKeyExitsWithSix) {
    const ExportBuilder log(4);
    const auto folder = world_.home.path() / "export";
    const auto key = world_.home.path() / "key";
    write_folder(folder, log.files());
    write_all(key, log.log_vkey());
    EXPECT_EQ(world_.run({"audit", "verify", folder.string(), "--key", key.string()}), ExitCode::ok);
    EXPECT_EQ(world_.err, "");
    const crypto::NoteSigner other{.name = log.log().name, .pair = crypto::make_sign_key_pair()};
    write_all(key, crypto::format_verifier(crypto::verifier_of(other)));
    EXPECT_EQ(world_.run({"audit", "verify", folder.string(), "--key", key.string()}),
              ExitCode::audit_failed);
    write_all(key, "not a key");
    EXPECT_EQ(world_.run({"audit", "verify", folder.string(), "--key", key.string()}),
              ExitCode::audit_failed);
    EXPECT_EQ(world_.run({"audit", "verify", (folder / "nowhere").string()}), ExitCode::failed);
}

}  // namespace
}  // namespace hotline::cli::testing
