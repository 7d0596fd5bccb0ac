#include "server/http/response.hpp"

#include "server/http/response_writer.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <stdexcept>

namespace hotline::http {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

TEST(Response, ALineEndInAFieldIsABug) {
    EXPECT_THROW(Response::empty(200).set("X-A", "1\r\nX-B: 2"), std::logic_error);
    EXPECT_THROW(Response::empty(200).set("X-A\n", "1"), std::logic_error);
    EXPECT_THROW(Response::empty(200).set("X-A", std::string_view("\0", 1)), std::logic_error);
}

TEST(Response, AFieldIsReplacedExceptCookies) {
    auto response =
        Response::empty(200).set("X-A", "1").set("x-a", "2").set("Set-Cookie", "a").set("Set-Cookie", "b");
    const std::string head = ResponseWriter::head(response, {.request_id = "id"});
    EXPECT_THAT(head, HasSubstr("x-a: 2\r\n"));
    EXPECT_THAT(head, Not(HasSubstr("X-A: 1")));
    EXPECT_THAT(head, HasSubstr("Set-Cookie: a\r\nSet-Cookie: b\r\n"));
}

// ASVS 5.0.0: 3.4.1, 3.4.3, 3.4.4, 3.4.5, 3.4.6, 3.4.8, 4.1.1, 14.3.2
TEST(Response, SecurityFieldsAreOnEveryAnswerAndAHandlerMayReplaceThem) {
    const std::string plain = ResponseWriter::head(Response::empty(204), {.request_id = "id"});
    for (const char* field :
         {"Content-Security-Policy: default-src 'none'", "X-Content-Type-Options: nosniff",
          "Referrer-Policy: no-referrer", "Cross-Origin-Opener-Policy: same-origin",
          "Cross-Origin-Resource-Policy: same-origin", "Cross-Origin-Embedder-Policy: require-corp",
          "Cache-Control: no-store", "X-Request-Id: id"}) {
        EXPECT_THAT(plain, HasSubstr(field));
    }
    EXPECT_THAT(plain, Not(HasSubstr("Server:")));
    EXPECT_THAT(plain, Not(HasSubstr("Strict-Transport-Security")));
    EXPECT_THAT(plain, Not(HasSubstr("Content-Length")));
    const auto page = Response::bytes(200, "text/html", std::string("x"))
                          .set("Content-Security-Policy", "default-src 'self'");
    const std::string head = ResponseWriter::head(page, {.request_id = "id", .tls = true});
    EXPECT_THAT(head, HasSubstr("Content-Security-Policy: default-src 'self'\r\n"));
    EXPECT_THAT(head, Not(HasSubstr("default-src 'none'")));
    EXPECT_THAT(head, HasSubstr("Strict-Transport-Security: max-age=63072000; includeSubDomains\r\n"));
}

TEST(Response, AnErrorBecomesItsProblem) {
    Response response = fail(Errc::busy, "queue of passwords");
    ResponseWriter::render_failure(response, "42", true);
    EXPECT_EQ(response.status(), 503U);
    EXPECT_EQ(response.header("Retry-After"), "1");
    EXPECT_EQ(ResponseWriter::failure_name(response), "busy");
    EXPECT_THAT(std::string(response.body()), Not(HasSubstr("passwords")));
    Response stranger = fail(Errc::unauthenticated, "");
    ResponseWriter::render_failure(stranger, "42", false);
    EXPECT_EQ(stranger.header("WWW-Authenticate"), "Bearer");
}

}  // namespace
}  // namespace hotline::http
