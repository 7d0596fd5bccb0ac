#include "clients/cli/export_download.hpp"

#include "tests/unit/cli/fake_server.hpp"
#include "tests/unit/cli/world.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>

namespace hotline::cli::testing {
namespace {

using ::testing::HasSubstr;

class ExportDownload : public ::testing::Test {
protected:
    /// A server that offers `files`; the file at `break_at` answers 503 while it is set.
    void serve(std::map<std::string, std::string> files) {
        files_ = std::move(files);
        server_ =
            std::make_unique<FakeServer>([this](const FakeRequest& request) { return answer(request); });
        world_.terminal.environment["HOTLINE_SERVER"] = server_->url();
        world_.terminal.environment["HOTLINE_TOKEN"] = "t";
    }
    FakeAnswer answer(const FakeRequest& request) {
        if (request.method == "POST") {
            ++exports_;
            Json names = Json::array();
            for (const auto& [name, text] : files_) names.push_back(name);
            return {201, dump_line({{"id", "ab"}, {"files", names}})};
        }
        const std::string name = request.target.substr(request.target.rfind('/') + 1);
        if (name == break_at_) return {503, "{}"};
        return {200, files_.at(name)};
    }
    ExitCode fetch(const std::string& reason = "kiểm tra định kỳ quý ba") {
        return world_.run({"audit", "export", "--out", folder().string(), "--reason", reason});
    }
    [[nodiscard]] std::filesystem::path folder() const { return world_.home.path() / "out"; }
    std::size_t times_fetched(const std::string& name) const {
        std::size_t times = 0;
        for (const FakeRequest& request : server_->requests())
            times += request.target.ends_with("/" + name) ? 1U : 0U;
        return times;
    }

    std::map<std::string, std::string> files_;
    std::atomic<int> exports_{0};
    std::string break_at_;
    World world_;
    std::unique_ptr<FakeServer> server_;
};

TEST_F(ExportDownload, FetchedExportVerifies) {
    serve(ExportBuilder(5).files());
    EXPECT_EQ(fetch(), ExitCode::ok) << world_.err;
    EXPECT_EQ(world_.run({"audit", "verify", folder().string()}), ExitCode::ok) << world_.err;
    EXPECT_FALSE(std::filesystem::exists(ExportPaths(folder()).state));
    EXPECT_EQ(fetch(), ExitCode::failed);  // the folder is there
}

TEST_F(ExportDownload, InterruptedExportGoesOnWhereItStopped) {
    serve(ExportBuilder(5).files());
    break_at_ = "leaves-000000.ndjson";
    EXPECT_EQ(fetch(), ExitCode::unreachable);
    EXPECT_FALSE(std::filesystem::exists(folder()));
    break_at_.clear();
    EXPECT_EQ(fetch("một lý do khác hẳn lần trước"), ExitCode::failed);
    EXPECT_THAT(world_.err, HasSubstr("còn dở"));
    EXPECT_EQ(fetch(), ExitCode::ok) << world_.err;
    EXPECT_EQ(exports_, 1);
    EXPECT_EQ(times_fetched("checkpoint"), 1U);
    EXPECT_EQ(times_fetched("leaves-000000.ndjson"), 2U);
    EXPECT_EQ(world_.run({"audit", "verify", folder().string()}), ExitCode::ok);
}

TEST_F(ExportDownload, ServerCannotWriteOutsideTheFolder) {
    for (const std::string name : {"../x", "a/b", ".hidden", "x.part", "", "a\nb"}) {
        const auto state =
            state_of({{"id", "ab"}, {"files", {"manifest", name}}}, Json::object(), "https://a:1");
        EXPECT_FALSE(state) << name;
    }
}

}  // namespace
}  // namespace hotline::cli::testing
