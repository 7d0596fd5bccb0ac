#include "clients/cli/json.hpp"
#include "tests/unit/cli/fake_server.hpp"
#include "tests/unit/cli/world.hpp"

#include <gtest/gtest.h>

namespace hotline::cli::testing {
namespace {

class Batch : public ::testing::Test {
protected:
    ExitCode run(const std::string& lines, FakeServer::Handler handler) {
        server_ = std::make_unique<FakeServer>(std::move(handler));
        world_.terminal.environment["HOTLINE_SERVER"] = server_->url();
        world_.terminal.environment["HOTLINE_TOKEN"] = "t";
        const auto file = world_.home.path() / "complaints.jsonl";
        write_all(file, lines);
        return world_.run({"preview", "--jsonl", file.string(), "--jobs", "3"});
    }
    World world_;
    std::unique_ptr<FakeServer> server_;
};

FakeAnswer echo(const FakeRequest& request) {
    return {200, dump_line({{"redacted_text", text_at(*parse_json(request.body), "text")}})};
}

TEST_F(Batch, AnswersComeInTheFilesOrderWithTheIds) {
    std::string lines;
    std::string expected;
    for (int i = 0; i < 500; ++i) {
        const std::string number = std::to_string(i);
        lines += R"({"id":"d-)" + number + R"(","text":"t)" + number + R"(","field":"label"})" + "\n";
        expected += R"({"id":"d-)" + number + R"(","redacted_text":"t)" + number + "\"}\n";
    }
    EXPECT_EQ(run(lines, echo), ExitCode::ok);
    EXPECT_EQ(world_.out, expected);
    for (const FakeRequest& request : server_->requests())
        EXPECT_EQ(request.body.find("label"), std::string::npos);
}

TEST_F(Batch, BadLinesAreReportedAndTheRestGoesOn) {
    EXPECT_EQ(run("{\"id\":\"a\",\"text\":\"x\"}\nnot json\n{\"id\":\"c\",\"text\":\"z\"}\n", echo),
              ExitCode::partly_failed);
    EXPECT_NE(world_.out.find("\"id\":null,\"error\""), std::string::npos);
    EXPECT_NE(world_.out.find("\"id\":\"c\",\"redacted_text\""), std::string::npos);
}

TEST_F(Batch, EndedSessionEndsTheBatch) {
    EXPECT_EQ(
        run("{\"id\":\"a\",\"text\":\"x\"}\n", [](const FakeRequest&) { return FakeAnswer{401, "{}"}; }),
        ExitCode::login_needed);
    EXPECT_EQ(world_.out, "");
}

}  // namespace
}  // namespace hotline::cli::testing
