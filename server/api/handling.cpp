#include "server/api/handling.hpp"

#include "server/access/policy.hpp"
#include "server/api/pages.hpp"
#include "server/flow/people.hpp"
#include "server/ops/json_text.hpp"

#include <algorithm>
#include <charconv>

namespace hotline::api {
namespace {

constexpr std::string_view kCookie = "__Host-hotline";

/// What the path names beside the route.
enum class Below : std::uint8_t {
    nothing,
    found_case,  ///< the handler finds the case itself
    a_case,      ///< the case is found before the body is read
    a_person,
};

http::Admission refuse_admission(Error error) {
    return http::Response(std::move(error));
}

asio::awaitable<http::Admission> admit(Api* api, const http::Request* request, const http::RouteMatch* match,
                                       Below below) {
    Result<crypto::Token> token = token_of(*request);
    if (!token) co_return refuse_admission(std::move(token).error());
    Result<access::Member> member = co_await api->services->sessions->authenticate(*std::move(token));
    if (!member) co_return refuse_admission(std::move(member).error());
    const bool hides_its_case = below == Below::found_case || below == Below::a_case;
    const access::Scope scope = access::Policy::built_in().row(match->route->name).scope_of(member->roles());
    if (scope == access::Scope::none)
        co_return refuse_admission(fail(hides_its_case ? Errc::not_found : Errc::forbidden, "role"));
    if (below == Below::a_case) {
        Result<storage::CaseRecord> record =
            co_await flow::find_case_for(api->services, &*member, std::string(match->param("id")));
        if (!record) co_return refuse_admission(std::move(record).error());
        if (scope == access::Scope::own && !member->is_in(record->row.unit))
            co_return refuse_admission(fail(Errc::not_found, "another unit's case"));
    }
    if (below == Below::a_person) {
        Result<flow::Person> person =
            co_await flow::find_person(api->services, &*member, std::string(match->param("id")));
        if (!person) co_return refuse_admission(std::move(person).error());
    }
    co_return std::unique_ptr<http::RequestContext>(std::make_unique<StaffContext>(*std::move(member)));
}

void append_summary(std::string& out, const storage::CaseRow& row, std::string_view subject) {
    ops::JsonObject(out)
        .text("id", to_hex(row.id.view()))
        .text("reference", storage::format_reference(row.number))
        .text("state", storage::wire_name(row.state))
        .text("class", row.class_code)
        .text("field", row.field)
        .text_or_null("area", row.area)
        .text("unit", row.unit)
        .text("urgency", row.urgency)
        .text("channel", row.channel)
        .text("received_at", ops::format_rfc3339(row.received_at))
        .text_or_null("due_at", row.due_at ? ops::format_rfc3339(*row.due_at) : std::string())
        .text("updated_at", ops::format_rfc3339(row.updated_at))
        .number("version", row.version)
        .text("subject", subject)
        .flag("confidential", row.flags.confidential)
        .flag("anonymous", row.flags.anonymous)
        .end();
}

std::optional<std::uint64_t> parse_number(std::string_view text) {
    std::uint64_t value = 0;
    const auto parsed = std::from_chars(text.data(), text.data() + text.size(), value);
    const bool canonical = text.size() == 1 || !text.starts_with('0');
    if (text.empty() || parsed.ec != std::errc{} || parsed.ptr != text.data() + text.size() || !canonical)
        return std::nullopt;
    return value;
}

}  // namespace

Result<crypto::Token> token_of(const http::Request& request) {
    if (const auto bearer = request.bearer_token()) {
        Result<crypto::Token> token = crypto::parse_token(*bearer);
        if (!token) return fail(Errc::unauthenticated, "malformed token");
        return token;
    }
    const auto cookie = request.cookie(kCookie);
    if (!cookie || request.header("X-Requested-With") != std::string_view("hotline"))
        return fail(Errc::unauthenticated, "no token");
    Result<crypto::Token> token = crypto::parse_token(*cookie);
    if (!token) return fail(Errc::unauthenticated, "malformed token");
    return token;
}

http::Authorize staff_only(Api* api) {
    return [api](const http::Request* request, const http::RouteMatch* match) {
        return admit(api, request, match, Below::nothing);
    };
}

http::Authorize staff_who_read_cases(Api* api) {
    return [api](const http::Request* request, const http::RouteMatch* match) {
        return admit(api, request, match, Below::found_case);
    };
}

http::Authorize case_of_member(Api* api) {
    return [api](const http::Request* request, const http::RouteMatch* match) {
        return admit(api, request, match, Below::a_case);
    };
}

http::Authorize person_of_member(Api* api) {
    return [api](const http::Request* request, const http::RouteMatch* match) {
        return admit(api, request, match, Below::a_person);
    };
}

Result<std::optional<flow::Idempotency>> idempotency_of(const http::Request& request,
                                                        const http::RouteMatch& match, ByteView caller) {
    const auto key = request.header("Idempotency-Key");
    if (!key) return std::optional<flow::Idempotency>();
    Result<flow::Idempotency> idempotency = idempotency_with(*key, request, match, caller);
    if (!idempotency) return std::move(idempotency).error();
    return std::optional(*std::move(idempotency));
}

Result<flow::Idempotency> idempotency_with(std::string_view key, const http::Request& request,
                                           const http::RouteMatch& match, ByteView caller) {
    constexpr std::size_t kShortest = 22;  // 128 bits in base64url
    constexpr std::size_t kLongest = 200;
    if (key.size() < kShortest || key.size() > kLongest) return fail(Errc::bad_input, "Idempotency-Key");
    Bytes scope(caller.begin(), caller.end());
    put_bytes(scope, as_bytes(match.route->name));
    SecretBytes whole = SecretBytes::from_text(request.path());
    whole.append("\n");
    whole.append(request.body());
    return flow::Idempotency{crypto::idempotency_id(key, scope),
                             crypto::request_fingerprint(key, whole.expose_secret()),
                             crypto::idempotency_data_key(key, scope)};
}

http::Response refuse(std::vector<http::FieldError> errors) {
    return http::Problem{Errc::bad_input, std::move(errors), {}, {}, "invalid input"};
}

http::Response refuse(std::string pointer, std::string detail) {
    return refuse({{std::move(pointer), std::move(detail)}});
}

http::Response answer_error(Error error) {
    http::Problem problem{error.code, {}, {}, {}, std::move(error.internal)};
    if (problem.code == Errc::last_keys)
        problem.errors.push_back({"/accept_loss", "Không còn ai khác giữ khóa của: " + problem.internal});
    if (problem.code == Errc::conflict)
        if (const auto version = parse_number(problem.internal))
            problem.version = static_cast<std::uint32_t>(*version);
    return problem;
}

http::Response private_json(unsigned status, std::string text) {
    return http::Response::json(status, std::move(text)).set("Cache-Control", "no-store");
}

http::Response private_json(unsigned status, SecretBytes text) {
    return http::Response::json(status, std::move(text)).set("Cache-Control", "no-store");
}

Json time_json(const std::optional<storage::Time>& time) {
    return time ? Json(ops::format_rfc3339(*time)) : Json();
}

Json summary_json(const storage::CaseRow& row, std::string_view subject) {
    std::string text;
    append_summary(text, row, subject);
    return Json::parse(text);
}

std::string lines_json(const std::vector<flow::InboxLine>& lines) {
    constexpr std::size_t kLine = 768;
    std::string text;
    text.reserve(lines.size() * kLine);
    text += '[';
    for (const flow::InboxLine& line : lines) {
        if (text.size() > 1) text += ',';
        append_summary(text, line.row, line.subject.expose_text());
    }
    text += ']';
    return text;
}

Json access_json(const storage::EventRow& event) {
    Json out{{"at", ops::format_rfc3339(event.at)}, {"act", event.details.kind}};
    const Json shown = Json::parse(event.details.shown_json, nullptr, false);
    for (const char* name : {"role", "unit", "officer", "purpose", "compartments", "to"})
        out[name] = shown.is_object() && shown.contains(name) ? shown[name] : Json();
    out["leaf"] = event.index;
    return out;
}

std::optional<std::string> unknown_query(const http::Request& request,
                                         std::initializer_list<std::string_view> known) {
    for (const std::string_view name : request.query_names())
        if (std::ranges::find(known, name) == known.end()) return std::string(name.substr(0, 64));
    return std::nullopt;
}

Result<std::uint64_t> query_number(const http::Request& request, std::string_view name,
                                   std::uint64_t fallback, std::uint64_t low, std::uint64_t high) {
    const auto text = request.query(name);
    if (!text || text->empty()) return fallback;
    const auto value = parse_number(*text);
    if (!value || *value < low || *value > high) return fail(Errc::bad_input, std::string(name));
    return *value;
}

Result<std::optional<storage::Time>> query_time(const http::Request& request, std::string_view name) {
    const auto text = request.query(name);
    if (!text || text->empty()) return std::optional<storage::Time>();
    Result<ops::SysTime> time = ops::parse_rfc3339(*text);
    if (!time) return fail(Errc::bad_input, std::string(name));
    return std::optional<storage::Time>(*time);
}

std::string query_text(const http::Request& request, std::string_view name) {
    return std::string(request.query(name).value_or(""));
}

Result<std::uint64_t> path_number(std::string_view segment) {
    const auto value = parse_number(segment);
    if (!value) return fail(Errc::not_found, "not a number");
    return *value;
}

}  // namespace hotline::api
