#include "server/http/problem.hpp"

#include "server/ops/json_text.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <set>

namespace hotline::http {
namespace {

constexpr std::size_t kCodes = static_cast<std::size_t>(Errc::internal) + 1;
constexpr std::size_t kFaults = static_cast<std::size_t>(Fault::http_version) + 1;

void expect_complete(const RenderedProblem& rendered, unsigned status) {
    const auto json = nlohmann::json::parse(rendered.json);
    EXPECT_EQ(json["status"], status);
    EXPECT_EQ(rendered.status, status);
    EXPECT_TRUE(json["type"].get<std::string>().starts_with("/problems/"));
    EXPECT_FALSE(json["title"].get<std::string>().empty());
    EXPECT_FALSE(json["detail"].get<std::string>().empty());
    EXPECT_EQ(json["instance"], "0123");
}

TEST(Problem, EveryCodeHasAStatusAndTextsInBothLanguages) {
    std::set<std::string> types;
    for (std::size_t i = 0; i < kCodes; ++i) {
        const auto code = static_cast<Errc>(i);
        const auto vietnamese = render(Problem{code, {}, {}, {}, "secret"}, "0123", false);
        const auto english = render(Problem{code, {}, {}, {}, "secret"}, "0123", true);
        expect_complete(vietnamese, status_of(code));
        expect_complete(english, status_of(code));
        EXPECT_NE(vietnamese.json, english.json);
        EXPECT_EQ(vietnamese.json.find("secret"), std::string::npos) << "internal text reached the client";
        EXPECT_GE(status_of(code), 400U);
        types.insert(nlohmann::json::parse(english.json)["type"].get<std::string>());
    }
    EXPECT_EQ(types.size(), kCodes) << "two codes share a type";
}

TEST(Problem, EveryFaultHasAStatusAndTextsInBothLanguages) {
    for (std::size_t i = 0; i < kFaults; ++i) {
        const auto fault = static_cast<Fault>(i);
        expect_complete(render(fault, "0123", false), status_of(fault));
        expect_complete(render(fault, "0123", true), status_of(fault));
    }
}

TEST(Problem, StatusesThatClientsRelyOn) {
    EXPECT_EQ(status_of(Errc::bad_input), 400U);
    EXPECT_EQ(status_of(Errc::unauthenticated), 401U);
    EXPECT_EQ(status_of(Errc::forbidden), 403U);
    EXPECT_EQ(status_of(Errc::not_found), 404U);
    EXPECT_EQ(status_of(Errc::conflict), 409U);
    EXPECT_EQ(status_of(Errc::too_large), 413U);
    EXPECT_EQ(status_of(Errc::idempotency_reuse), 422U);
    EXPECT_EQ(status_of(Errc::rate_limited), 429U);
    EXPECT_EQ(status_of(Errc::internal), 500U);
    EXPECT_EQ(status_of(Errc::busy), 503U);
    EXPECT_EQ(status_of(Errc::audit_unavailable), 503U);
}

TEST(Problem, AnUnknownPathLooksLikeWhatIsNotTheCallers) {
    EXPECT_EQ(render(Fault::path_unknown, "0123", false).json,
              render(Problem{Errc::not_found, {}, {}, {}, {}}, "0123", false).json);
}

TEST(Problem, CarriesFieldErrorsVersionAndRetryAfter) {
    const Problem problem{Errc::conflict, {{"/text", "Thiếu \"nội dung\"\n"}, {"/a~1b", "x"}}, 12U, 5, ""};
    const auto rendered = render(problem, "0123", false);
    const auto json = nlohmann::json::parse(rendered.json);
    EXPECT_EQ(json["errors"].size(), 2U);
    EXPECT_EQ(json["errors"][0]["pointer"], "/text");
    EXPECT_EQ(json["errors"][0]["detail"], "Thiếu \"nội dung\"\n");
    EXPECT_EQ(json["version"], 12);
    EXPECT_EQ(rendered.retry_after_s, 5);
    EXPECT_EQ(render(Problem{Errc::busy, {}, {}, {}, {}}, "0", false).retry_after_s, 1);
    EXPECT_EQ(render(Problem{Errc::not_found, {}, {}, {}, {}}, "0", false).retry_after_s, std::nullopt);
}

}  // namespace
}  // namespace hotline::http
