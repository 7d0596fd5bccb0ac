#include "server/http/static_files.hpp"

#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>
#include <unistd.h>

namespace hotline::http {
namespace {

namespace fs = std::filesystem;

struct StaticFilesTest : ::testing::Test {
    StaticFilesTest() { fs::create_directories(folder / "assets"); }
    ~StaticFilesTest() override { fs::remove_all(folder); }
    void write(const char* name, std::string_view text) const { std::ofstream(folder / name) << text; }
    fs::path folder = fs::path(::testing::TempDir()) / ("static-files-" + std::to_string(::getpid()));
};

TEST_F(StaticFilesTest, ServesByExactNameAndNothingElse) {
    write("inbox.html", "<p>");
    write("assets/inbox-1.js", "x");
    const Result<StaticFiles> files = StaticFiles::load(folder);
    ASSERT_TRUE(files);
    EXPECT_EQ(files->size(), 2U);
    ASSERT_NE(files->find("inbox.html"), nullptr);
    EXPECT_EQ(files->find("inbox.html")->media_type, "text/html; charset=utf-8");
    ASSERT_NE(files->find("assets/inbox-1.js"), nullptr);
    for (const char* name :
         {"", "inbox", "/inbox.html", "assets", "assets/", "../inbox.html", "assets/../inbox.html"})
        EXPECT_EQ(files->find(name), nullptr) << name;
}

TEST_F(StaticFilesTest, AFormWithoutItsFileIsNoFile) {
    write("a.js.br", "b");
    const Result<StaticFiles> files = StaticFiles::load(folder);
    ASSERT_TRUE(files);
    EXPECT_EQ(files->find("a.js"), nullptr);
    EXPECT_EQ(files->find("a.js.br"), nullptr);
}

TEST_F(StaticFilesTest, RefusesWhatNoPageNeedsAndMissingFolders) {
    EXPECT_EQ(StaticFiles::load(folder / "nowhere").error().code, Errc::not_found);
    write("secret.key", "k");
    EXPECT_EQ(StaticFiles::load(folder).error().code, Errc::bad_format);
}

TEST_F(StaticFilesTest, RefusesTooManyFiles) {
    for (std::size_t i = 0; i <= StaticFiles::kMostFiles; ++i)
        write((std::to_string(i) + ".js").c_str(), "x");
    EXPECT_EQ(StaticFiles::load(folder).error().code, Errc::too_large);
}

TEST(AcceptsCoding, ReadsNamesAndWeights) {
    for (const char* yes : {"br", "gzip, br", "gzip;q=0.5, br;q=0.1", " br ; q=1 ", "br;q=0.001"})
        EXPECT_TRUE(accepts_coding(yes, "br")) << yes;
    for (const char* no : {"", "gzip", "brotli", "br;q=0", "br; q=0.000", "*"})
        EXPECT_FALSE(accepts_coding(no, "br")) << no;
}

}  // namespace
}  // namespace hotline::http
