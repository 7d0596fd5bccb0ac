#include "clients/cli/http/api_client.hpp"

#include "tests/unit/cli/export_builder.hpp"
#include "tests/unit/cli/fake_server.hpp"

#include <gtest/gtest.h>

#include <atomic>

namespace hotline::cli::testing {
namespace {

ApiClient client_of(const FakeServer& server) {
    return {*parse_address(server.url()), {}, "token"};
}

TEST(Address, HttpsWithDefaultPort) {
    const auto address = parse_address("https://1022.example.vn/");
    ASSERT_TRUE(address);
    EXPECT_EQ(address->origin(), "https://1022.example.vn:443");
    EXPECT_EQ(parse_address("https://[::1]:8443")->origin(), "https://[::1]:8443");
    EXPECT_EQ(parse_address("http://localhost:80")->origin(), "http://localhost:80");
}

TEST(Address, OtherFormsAreRefused) {
    for (const char* text :
         {"", "1022.example.vn", "ftp://a", "https://u:p@a", "https://a/path", "https://a?x", "https://"}) {
        EXPECT_FALSE(parse_address(text)) << text;
    }
    EXPECT_EQ(parse_address("http://127.example.vn").has_value(), false);
}

TEST(Address, QueryEscapesEverythingButUnreserved) {
    EXPECT_EQ(query_of({{"a", "x+y z/đ"}, {"b", ""}, {"c", "1"}}), "?a=x%2By%20z%2F%C4%91&c=1");
    EXPECT_EQ(query_of({{"a", ""}}), "");
}

TEST(ApiClient, ClosedKeptConnectionIsOpenedAgainForReading) {
    std::atomic<int> calls{0};
    const FakeServer server(
        [&](const FakeRequest&) { return FakeAnswer{200, std::to_string(++calls), false}; });
    ApiClient client = client_of(server);
    EXPECT_EQ(*client.get("/a"), 1);
    EXPECT_EQ(*client.get("/a"), 2);
}

TEST(ApiClient, DownloadWritesTheBytesAndNothingOnRefusal) {
    const TempDir temp;
    const std::string bytes(300'000, 'x');
    const FakeServer server([&](const FakeRequest& request) {
        return request.target == "/file" ? FakeAnswer{200, bytes}
                                         : FakeAnswer{404, R"({"title":"Không có"})"};
    });
    ApiClient client = client_of(server);
    ASSERT_TRUE(client.download("/file", temp.path() / "a"));
    EXPECT_EQ(read_all(temp.path() / "a"), bytes);
    const auto refused = client.download("/other", temp.path() / "b");
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, ExitCode::not_found);
    EXPECT_EQ(refused.error().message, "Không có");
    EXPECT_FALSE(std::filesystem::exists(temp.path() / "b"));
}

TEST(ApiClient, ProblemNamesEveryBadMember) {
    const Failure failure = failure_of(
        {.status = 422, .body = R"({"title":"Sai","errors":[{"pointer":"/text","detail":"quá dài"}]})"});
    EXPECT_EQ(failure.message, "Sai\n  /text: quá dài");
    EXPECT_EQ(failure_of({.status = 500, .body = "x"}).message, "máy chủ trả lời mã 500");
}

}  // namespace
}  // namespace hotline::cli::testing
