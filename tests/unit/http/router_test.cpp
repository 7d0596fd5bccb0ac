#include "server/http/router.hpp"

#include <gtest/gtest.h>
#include <stdexcept>

namespace hotline::http {
namespace {

boost::asio::awaitable<Response> nothing(Request, RouteMatch) {
    co_return Response::empty(204);
}

struct RouterTest : ::testing::Test {
    void add(Method method, std::string pattern) { router.add({method, pattern, pattern}, nothing); }
    std::string name_of_route(Method method, std::string_view path) {
        const auto found = router.find(method, path);
        return found.route == nullptr ? "none" : found.route->info.name;
    }
    Router router;
};

TEST_F(RouterTest, FindsLiteralsParametersAndSuffixes) {
    add(Method::get, "/v1/cases");
    add(Method::post, "/v1/cases/search");
    add(Method::get, "/v1/cases/{id}");
    add(Method::post, "/v1/cases/{case}/reveal");
    add(Method::get, "/v1/letters/{id}.pdf");
    add(Method::get, "/v1/letters/{id}");
    EXPECT_EQ(name_of_route(Method::get, "/v1/cases"), "/v1/cases");
    EXPECT_EQ(name_of_route(Method::post, "/v1/cases/search"), "/v1/cases/search");
    EXPECT_EQ(name_of_route(Method::get, "/v1/cases/7"), "/v1/cases/{id}");
    EXPECT_EQ(name_of_route(Method::post, "/v1/cases/7/reveal"), "/v1/cases/{case}/reveal");
    EXPECT_EQ(name_of_route(Method::get, "/v1/letters/9.pdf"), "/v1/letters/{id}.pdf");
    EXPECT_EQ(name_of_route(Method::get, "/v1/letters/9.txt"), "/v1/letters/{id}");
    EXPECT_EQ(name_of_route(Method::get, "/v1/letters/.pdf"), "/v1/letters/{id}");
}

TEST_F(RouterTest, GivesParametersByTheNamesOfThePattern) {
    add(Method::get, "/a/{x}");
    add(Method::get, "/a/{y}/b/{z}.pdf");
    const auto one = router.find(Method::get, "/a/mười");
    EXPECT_EQ(one.match.param("x"), "mười");
    const auto two = router.find(Method::get, "/a/1/b/2.pdf");
    EXPECT_EQ(two.match.param("y"), "1");
    EXPECT_EQ(two.match.param("z"), "2");
    EXPECT_THROW(static_cast<void>(two.match.param("x")), std::logic_error);
}

TEST_F(RouterTest, RestTakesAllSegmentsThatAreLeft) {
    add(Method::get, "/v1/log/tile/{rest...}");
    add(Method::get, "/v1/log/tile/entries/{n}");
    EXPECT_EQ(router.find(Method::get, "/v1/log/tile/0/x001/067.p/3").match.param("rest"), "0/x001/067.p/3");
    EXPECT_EQ(name_of_route(Method::get, "/v1/log/tile/entries/5"), "/v1/log/tile/entries/{n}");
    EXPECT_EQ(name_of_route(Method::get, "/v1/log/tile"), "none");
    EXPECT_EQ(name_of_route(Method::get, "/v1/log/tile/"), "none");
}

TEST_F(RouterTest, ALiteralIsNeverAParameter) {
    add(Method::post, "/cases/search");
    add(Method::get, "/cases/{id}");
    const auto found = router.find(Method::get, "/cases/search");
    EXPECT_EQ(found.route, nullptr);
    EXPECT_EQ(found.allow, "POST");
}

TEST_F(RouterTest, HeadFindsGetAndAllowNamesBoth) {
    add(Method::get, "/a");
    add(Method::del, "/a");
    EXPECT_EQ(name_of_route(Method::head, "/a"), "/a");
    EXPECT_EQ(router.find(Method::post, "/a").allow, "GET, HEAD, DELETE");
    EXPECT_EQ(router.find(Method::head, "/b").allow, "");
}

TEST_F(RouterTest, UnknownPathsAndTrailingSlashesAreNotFound) {
    add(Method::get, "/");
    add(Method::get, "/a/b");
    EXPECT_EQ(name_of_route(Method::get, "/"), "/");
    for (const std::string_view path : {"/a", "/a/b/", "/a/b/c", "/b", "/A/b"}) {
        EXPECT_EQ(name_of_route(Method::get, path), "none") << path;
    }
}

TEST_F(RouterTest, IllFormedAndRepeatedPatternsAreBugs) {
    add(Method::get, "/a/{x}");
    for (const char* pattern : {"", "a", "/a//b", "/{}", "/{x", "/x}", "/a{x}", "/{x...}/b", "/{x...}.pdf",
                                "/a/{y}", "/{a}/{b}/{c}/{d}/{e}"}) {
        EXPECT_THROW(add(Method::get, pattern), std::logic_error) << pattern;
    }
}

TEST_F(RouterTest, TheTableCanBeListed) {
    router.add({.method = Method::post, .pattern = "/x", .name = "x.make"}, nothing);
    add(Method::get, "/y");
    ASSERT_EQ(router.routes().size(), 2U);
    EXPECT_EQ(router.routes()[0]->info.name, "x.make");
    EXPECT_EQ(router.routes()[1]->index, 1U);
}

}  // namespace
}  // namespace hotline::http
