#include "server/api/citizen_form.hpp"
#include "server/api/citizen_pages.hpp"
#include "server/api/complaint_form.hpp"
#include "server/api/handling.hpp"
#include "server/api/pages.hpp"
#include "server/flow/divert.hpp"
#include "server/flow/receive.hpp"
#include "server/flow/track.hpp"
#include "server/http/problem_texts.hpp"

#include <chrono>
#include <fmt/format.h>
#include <span>

namespace hotline::api {
namespace {

/// What the citizen's handlers borrow; lives as long as the routes that share it.
struct Citizens {
    Api* api = nullptr;
    CitizenPages pages;
};
using Shared = std::shared_ptr<const Citizens>;

/// The language of the address (?lang=en), else the browser's.
bool english(const http::Request& request) {
    const auto wanted = request.query("lang");
    return wanted ? *wanted == "en" : request.english();
}

/// "05/09/2026 14:30" in Vietnam, where clocks stand seven hours before UTC all year.
std::string local_time(storage::Time time) {
    const auto local = time + std::chrono::hours{7};
    const auto day = std::chrono::floor<std::chrono::days>(local);
    const std::chrono::year_month_day date{day};
    const std::chrono::hh_mm_ss clock{std::chrono::floor<std::chrono::minutes>(local - day)};
    return fmt::format("{:02}/{:02}/{} {:02}:{:02}", static_cast<unsigned>(date.day()),
                       static_cast<unsigned>(date.month()), static_cast<int>(date.year()),
                       clock.hours().count(), clock.minutes().count());
}

/// The same of an RFC 3339 text; empty when there is none.
std::string local_time(const Json& text) {
    if (!text.is_string()) return {};
    const Result<ops::SysTime> time = ops::parse_rfc3339(text.get<std::string>());
    return time ? local_time(*time) : std::string();
}

std::string unit_name(const Api& api, std::string_view code) {
    const routing::Unit* unit = api.services->directory->find_unit(code);
    return std::string(unit == nullptr ? code : unit->name);
}

/// A page that says what is wrong, in the words of the API's problems.
http::Response trouble(const Citizens& citizens, const http::Request& request, const Error& error) {
    const http::ProblemText& text = http::text_of(error.code);
    const bool in_english = english(request);
    return citizens.pages.show(text.status, in_english, "trouble",
                               {{"title", in_english ? text.title_en : text.title_vi},
                                {"detail", in_english ? text.detail_en : text.detail_vi}});
}

/// A page of another site may not send a form in a visitor's name.
bool from_elsewhere(const http::Request& request) {
    const std::string_view site = request.header("Sec-Fetch-Site").value_or("none");
    return site != "none" && site != "same-origin";
}

// ---- send ----

http::Response form_page(const Citizens& citizens, const http::Request& request) {
    // The page's own key: sent twice, the form makes one case.
    return citizens.pages.show(200, english(request), "form",
                               {{"key", to_hex(random_fixed<CaseId>().view())}});
}

http::Response sent_page(const Citizens& citizens, const http::Request& request,
                         const flow::Received& received) {
    const Json facts = Json::parse(received.facts_json);
    Json groups = Json::array();
    const std::string_view code = as_text(received.tracking_code.expose_secret());
    // "26-000123", then four groups of four: as the desk reads it out.
    const std::string reference = storage::format_reference(received.number);
    groups.push_back(reference);
    for (std::size_t at = reference.size() + 1; at + 4 <= code.size(); at += 5)
        groups.push_back(std::string(code.substr(at, 4)));
    Json data{{"reference", reference},
              {"code", std::string(code)},
              {"groups", std::move(groups)},
              {"unit", unit_name(*citizens.api, facts.at("unit").get<std::string>())},
              {"due", local_time(facts.at("due_at"))}};
    if (facts.contains("guidance")) data["guidance"] = facts.at("guidance");
    return citizens.pages.show(201, english(request), "sent", std::move(data));
}

/// Reads the form into a complaint. Errors: bad_input.
Result<flow::Complaint> complaint_of(const Citizens& citizens, const CitizenForm& form) {
    flow::Complaint complaint;
    complaint.channel = "web";
    if (!read_complaint(form.complaint_json().expose_text(), complaint).empty() ||
        !flow::faults_in(*citizens.api->services, complaint, true).empty())
        return fail(Errc::bad_input, "a citizen's form");
    return complaint;
}

asio::awaitable<http::Response> send(Shared citizens, http::Request request, http::RouteMatch match) {
    Api* api = citizens->api;
    if (from_elsewhere(request)) co_return trouble(*citizens, request, fail(Errc::forbidden, "another site"));
    if (!api->public_intake->allow(request.peer().to_string(), std::chrono::steady_clock::now()))
        co_return trouble(*citizens, request, fail(Errc::rate_limited, "public intake"));
    Result<CitizenForm> form = CitizenForm::parse(request.body());
    if (!form) co_return trouble(*citizens, request, form.error());
    Result<flow::Complaint> complaint = complaint_of(*citizens, *form);
    if (!complaint) co_return trouble(*citizens, request, complaint.error());
    Result<flow::Idempotency> key = idempotency_with(form->text("key"), request, match, {});
    if (!key) co_return trouble(*citizens, request, key.error());
    Result<flow::Received> received =
        co_await flow::receive(api->services, nullptr, *std::move(complaint), std::optional(*std::move(key)));
    if (!received) co_return trouble(*citizens, request, received.error());
    co_return sent_page(*citizens, request, *received);
}

// ---- track ----

Json reply_row(const Api& api, const SecretBytes& message) {
    const Json json = Json::parse(message.expose_text(), nullptr, false);
    if (!json.is_object()) return Json::object();
    return {{"at", local_time(json.value("at", Json()))},
            {"from", unit_name(api, json.value("unit", std::string()))},
            {"text", json.value("text", std::string())},
            {"interim", json.value("interim", false)}};
}

/// One access as a citizen reads it: when, who, what, why. @return empty for what is no look at the case
Json access_row(const Citizens& citizens, bool in_english, const storage::EventRow& event) {
    const Json access = access_json(event);
    const auto word = [&](std::string_view group, const Json& code) {
        return code.is_string() ? citizens.pages.word(in_english, group, code.get<std::string>())
                                : std::string();
    };
    Json row{{"at", local_time(event.at)},
             {"act", word("act", access["act"])},
             {"role", word("role", access["role"])},
             {"purpose", word("purpose", access["purpose"])},
             {"leaf", access["leaf"]}};
    // What the citizen did was not done at a unit.
    const bool at_unit = access["unit"].is_string() && access["role"] != "citizen";
    row["unit"] = at_unit ? Json(unit_name(*citizens.api, access["unit"].get<std::string>())) : Json();
    row["officer"] = access["officer"];
    Json parts = Json::array();
    if (access["compartments"].is_array())
        for (const Json& part : access["compartments"]) parts.push_back(word("part", part));
    row["parts"] = std::move(parts);
    return row;
}

http::Response case_page(const Citizens& citizens, const http::Request& request,
                         const flow::Tracked& tracked) {
    const bool in_english = english(request);
    const storage::CaseRow& row = tracked.row;
    Json data{{"reference", storage::format_reference(row.number)},
              {"state", citizens.pages.word(in_english, "state", storage::wire_name(row.state))},
              {"unit", unit_name(*citizens.api, row.unit)},
              {"received", local_time(row.received_at)},
              {"due", row.due_at ? local_time(*row.due_at) : std::string()},
              {"guidance", flow::guidance_for_reporter(row.class_code)},
              {"replies", Json::array()},
              {"accesses", Json::array()}};
    for (const SecretBytes& reply : tracked.replies)
        data["replies"].push_back(reply_row(*citizens.api, reply));
    for (const flow::Access& access : tracked.accesses)
        data["accesses"].push_back(access_row(citizens, in_english, access.event));
    data["answered"] = !tracked.replies.empty();
    return citizens.pages.show(200, in_english, "case", std::move(data));
}

asio::awaitable<http::Response> track(Shared citizens, http::Request request) {
    Api* api = citizens->api;
    if (from_elsewhere(request)) co_return trouble(*citizens, request, fail(Errc::forbidden, "another site"));
    if (!api->public_track->allow(request.peer().to_string(), std::chrono::steady_clock::now()))
        co_return trouble(*citizens, request, fail(Errc::rate_limited, "track"));
    Result<CitizenForm> form = CitizenForm::parse(request.body());
    if (!form) co_return trouble(*citizens, request, form.error());
    Result<crypto::TrackingCode> code = crypto::parse_tracking_code(form->text("code"));
    if (!code) co_return trouble(*citizens, request, fail(Errc::not_found, "not a tracking code"));
    Result<flow::Tracked> tracked = co_await flow::track(api->services, *std::move(code));
    if (!tracked) co_return trouble(*citizens, request, tracked.error());
    co_return case_page(*citizens, request, *tracked);
}

// ---- routes ----

asio::awaitable<http::Response> show_form(Shared citizens, http::Request request) {
    co_return form_page(*citizens, request);
}

asio::awaitable<http::Response> show_ask(Shared citizens, http::Request request) {
    co_return citizens->pages.show(200, english(request), "ask", Json::object());
}

http::RouteInfo page_route(http::Method method, std::string pattern, std::string name) {
    return {.method = method,
            .pattern = std::move(pattern),
            .name = std::move(name),
            .auth = http::Auth::anyone,
            .response = http::ResponseKind::text};
}

}  // namespace

void add_citizen_routes(http::Router& router, Api* api, const http::StaticFiles& files) {
    using http::Method;
    const Shared citizens = std::make_shared<const Citizens>(api, CitizenPages(files));
    router.add(page_route(Method::get, "/", "citizen.form"),
               [citizens](http::Request request, http::RouteMatch) {
                   return show_form(citizens, std::move(request));
               });
    router.add(page_route(Method::post, "/", "citizen.send"),
               [citizens](http::Request request, http::RouteMatch match) {
                   return send(citizens, std::move(request), std::move(match));
               });
    router.add(page_route(Method::get, "/tra-cuu", "citizen.ask"),
               [citizens](http::Request request, http::RouteMatch) {
                   return show_ask(citizens, std::move(request));
               });
    http::RouteInfo looking = page_route(Method::post, "/tra-cuu", "citizen.track");
    looking.max_body = 4096;
    router.add(std::move(looking), [citizens](http::Request request, http::RouteMatch) {
        return track(citizens, std::move(request));
    });
}

}  // namespace hotline::api
