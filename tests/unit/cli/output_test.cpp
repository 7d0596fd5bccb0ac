#include "clients/cli/output.hpp"

#include "clients/cli/printable.hpp"

#include <gtest/gtest.h>

#include <sstream>

namespace hotline::cli {
namespace {

class OutputTest : public ::testing::Test {
protected:
    Output output(bool tty, ColorChoice color, bool json = false) {
        terminal_.out = &out_;
        terminal_.err = &err_;
        terminal_.out_is_tty = tty;
        return {terminal_, json, color};
    }
    std::ostringstream out_;
    std::ostringstream err_;
    Terminal terminal_{.in = nullptr, .out = nullptr, .err = nullptr, .environment = {}, .read_hidden = {}};
};

TEST_F(OutputTest, PipeGetsRawValuesBetweenTabs) {
    output(false, ColorChoice::automatic).table({"A", "B"}, {{Cell("new", "mới"), std::string("x\ty\nz")}});
    EXPECT_EQ(out_.str(), "new\tx y z\n");
}

TEST_F(OutputTest, TerminalGetsAlignedVietnamese) {
    output(true, ColorChoice::never)
        .table({"Cột", "B"},
               {{Cell("new", "mới tạo"), std::string("x")}, {std::string("đ"), std::string("y")}});
    EXPECT_EQ(out_.str(), "Cột      B\nmới tạo  x\nđ        y\n");
}

TEST_F(OutputTest, ColourFollowsTerminalNoColorAndChoice) {
    const Row row{Cell("1", "1", Style::red)};
    output(true, ColorChoice::automatic).table({"A"}, {row});
    EXPECT_NE(out_.str().find("\x1B[31m"), std::string::npos);
    out_.str("");
    terminal_.environment["NO_COLOR"] = "1";
    output(true, ColorChoice::automatic).table({"A"}, {row});
    EXPECT_EQ(out_.str().find('\x1B'), std::string::npos);
    output(true, ColorChoice::always).table({"A"}, {row});
    EXPECT_NE(out_.str().find("\x1B[31m"), std::string::npos);
}

TEST(Printable, TerminalCannotBeSteered) {
    EXPECT_EQ(printable("a\x1B[2Jb\a\r\t", false), "a [2Jb   ");
    EXPECT_EQ(printable("a\nb", true), "a\nb");
    EXPECT_EQ(printable("\xC2\x9B"
                        "31m",
                        false),
              " 31m");
    EXPECT_EQ(printable("\xE2\x80\xAE"
                        "abc",
                        false),
              "\xEF\xBF\xBD"
              "abc");
    EXPECT_EQ(printable("\xFFz\xC0\xAF\xED\xA0\x80", false).find('\xFF'), std::string::npos);
    EXPECT_EQ(printable("Đường Nguyễn Huệ 😡", false), "Đường Nguyễn Huệ 😡");
}

TEST(Printable, ColumnsCountWhatIsSeen) {
    EXPECT_EQ(columns_of("Nguyễn"), 6U);
    EXPECT_EQ(columns_of("Nguye\xCC\x82n"), 6U);
    EXPECT_EQ(columns_of("😡"), 2U);
    EXPECT_EQ(shortened("Nguyễn Huệ", 7), "Nguyễn…");
    EXPECT_EQ(shortened("Nguyễn", 6), "Nguyễn");
}

}  // namespace
}  // namespace hotline::cli
