#include "clients/cli/http/api_client.hpp"

#include <fmt/format.h>

#include "clients/cli/messages.hpp"

namespace hotline::cli {
namespace {

bool is_refusal(const Answer& answer) {
    return answer.status < 200 || answer.status >= 300;
}

Outcome<Json> as_json(Outcome<Answer> answer) {
    if (!answer) return answer.error();
    if (is_refusal(*answer)) return failure_of(*answer);
    if (answer->body.empty()) return Json::object();
    auto value = parse_json(answer->body);
    if (!value) return Failure{ExitCode::failed, std::string(msg::kNotJson)};
    return *std::move(value);
}

ExitCode code_of(unsigned status) {
    switch (status) {
        case 401:
            return ExitCode::login_needed;
        case 404:
            return ExitCode::not_found;
        case 409:
            return ExitCode::conflict;
        case 429:
        case 502:
        case 503:
        case 504:
            return ExitCode::unreachable;
        default:
            return ExitCode::failed;
    }
}

/// "title: detail" and one line for each bad member of the input.
std::string sentence_of(const Json& problem) {
    std::string out = text_at(problem, "title");
    const std::string detail = text_at(problem, "detail");
    if (!detail.empty() && detail != out) out += (out.empty() ? "" : ": ") + detail;
    for (const Json& error : part_at(problem, "errors")) {
        out += "\n  " + text_at(error, "pointer") + ": " + text_at(error, "detail");
    }
    return out;
}

}  // namespace

Failure failure_of(const Answer& answer) {
    const auto problem = parse_json(answer.body);
    std::string sentence = problem ? sentence_of(*problem) : std::string();
    if (sentence.empty()) sentence = fmt::format(msg::kStatus, answer.status);
    if (answer.status == 401) sentence += fmt::format("\n{}", msg::kLogInFirst);
    return {code_of(answer.status), std::move(sentence)};
}

Outcome<void> ApiClient::ensure_open() {
    if (connection_ && connection_->reusable()) return {};
    auto opened = Connection::open(address_, trust_);
    if (!opened) return opened.error();
    connection_ = *std::move(opened);
    return {};
}

Outcome<Answer> ApiClient::exchange(Request request) {
    request.token = token_;
    const bool repeatable = request.method == "GET" || !request.idempotency_key.empty();
    const bool was_open = connection_ && connection_->reusable();
    if (auto open = ensure_open(); !open) return open.error();
    auto answer = connection_->exchange(request);
    if (answer || !repeatable || !was_open) return answer;
    // The server closes idle connections; a fresh one tells whether it is there.
    if (auto open = ensure_open(); !open) return open.error();
    return connection_->exchange(request);
}

Outcome<Json> ApiClient::get(const std::string& target) {
    return as_json(
        exchange({.method = "GET", .target = target, .body = {}, .idempotency_key = {}, .token = {}}));
}

Outcome<Json> ApiClient::post(const std::string& target, const Json& body) {
    return post_once(target, body, {});
}

Outcome<Json> ApiClient::post_once(const std::string& target, const Json& body, const std::string& key) {
    return as_json(exchange(
        {.method = "POST", .target = target, .body = dump_line(body), .idempotency_key = key, .token = {}}));
}

Outcome<void> ApiClient::remove(const std::string& target) {
    auto answer = as_json(
        exchange({.method = "DELETE", .target = target, .body = {}, .idempotency_key = {}, .token = {}}));
    if (!answer) return answer.error();
    return {};
}

Outcome<void> ApiClient::download(const std::string& target, const std::filesystem::path& path) {
    if (auto open = ensure_open(); !open) return open.error();
    auto answer = connection_->download(
        {.method = "GET", .target = target, .body = {}, .idempotency_key = {}, .token = token_}, path);
    if (!answer) return answer.error();
    if (is_refusal(*answer)) return failure_of(*answer);
    return {};
}

}  // namespace hotline::cli
