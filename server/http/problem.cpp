#include "server/http/problem.hpp"

#include "server/http/problem_texts.hpp"
#include "server/ops/json_text.hpp"

namespace hotline::http {
namespace {

using ops::append_json_string;

constexpr int kSoon = 1;        // seconds; a queue empties
constexpr int kAfterCare = 30;  // seconds; somebody must make room or restart a disk

std::optional<int> default_retry_after(Errc code) noexcept {
    switch (code) {
        case Errc::busy:
        case Errc::rate_limited:
            return kSoon;
        case Errc::storage_full:
        case Errc::storage_failed:
        case Errc::audit_unavailable:
            return kAfterCare;
        default:
            return std::nullopt;
    }
}

/// The members that every problem has, without the closing brace.
std::string begin_json(const ProblemText& text, std::string_view instance, bool english) {
    std::string json = R"({"type":"/problems/)";
    json += text.slug;
    json += R"(","title":)";
    append_json_string(json, english ? text.title_en : text.title_vi);
    json += R"(,"status":)" + std::to_string(text.status) + R"(,"detail":)";
    append_json_string(json, english ? text.detail_en : text.detail_vi);
    json += R"(,"instance":)";
    append_json_string(json, instance);
    return json;
}

void append_errors(std::string& json, const std::vector<FieldError>& errors) {
    json += R"(,"errors":[)";
    for (std::size_t i = 0; i < errors.size(); ++i) {
        json += i == 0 ? R"({"pointer":)" : R"(,{"pointer":)";
        append_json_string(json, errors[i].pointer);
        json += R"(,"detail":)";
        append_json_string(json, errors[i].detail);
        json += '}';
    }
    json += ']';
}

}  // namespace

std::string_view name_of(Fault fault) noexcept {
    return text_of(fault).slug;
}

unsigned status_of(Errc code) noexcept {
    return text_of(code).status;
}

unsigned status_of(Fault fault) noexcept {
    return text_of(fault).status;
}

RenderedProblem render(const Problem& problem, std::string_view instance, bool english) {
    const ProblemText& text = text_of(problem.code);
    std::string json = begin_json(text, instance, english);
    if (!problem.errors.empty()) append_errors(json, problem.errors);
    if (problem.version) json += R"(,"version":)" + std::to_string(*problem.version);
    json += '}';
    const auto retry = problem.retry_after_s ? problem.retry_after_s : default_retry_after(problem.code);
    return {text.status, std::move(json), retry};
}

RenderedProblem render(Fault fault, std::string_view instance, bool english) {
    const ProblemText& text = text_of(fault);
    const auto retry = fault == Fault::overloaded ? std::optional(kSoon) : std::nullopt;
    return {text.status, begin_json(text, instance, english) + '}', retry};
}

}  // namespace hotline::http
