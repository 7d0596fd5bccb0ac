#include "server/api/citizen_pages.hpp"

#include <kainjow/mustache.hpp>
#include <stdexcept>

namespace hotline::api {
namespace {

namespace mustache = kainjow::mustache;
using Json = CitizenPages::Json;

/// Nothing and an empty text are false: a section for them shows nothing, and does not look further out
/// either.
mustache::data data_of(const Json& json) {
    if (json.is_null() || json == "") return mustache::data::type::bool_false;
    if (json.is_boolean())
        return json.get<bool>() ? mustache::data::type::bool_true : mustache::data::type::bool_false;
    if (json.is_string()) return mustache::data(json.get<std::string>());
    if (json.is_number()) return mustache::data(json.dump());
    if (json.is_array()) {
        mustache::data list(mustache::data::type::list);
        for (const Json& each : json) list.push_back(data_of(each));
        return list;
    }
    mustache::data object(mustache::data::type::object);
    for (const auto& [name, value] : json.items()) object.set(name, data_of(value));
    return object;
}

std::string_view language(bool english) noexcept {
    return english ? "en" : "vi";
}

}  // namespace

CitizenPages::CitizenPages(const http::StaticFiles& files) {
    const http::StaticFiles::File* page = files.find("citizen/page.html");
    const http::StaticFiles::File* texts = files.find("citizen/texts.json");
    if (page == nullptr || texts == nullptr) return;
    texts_ = Json::parse(texts->plain, nullptr, false);
    if (!texts_.is_object()) throw std::logic_error("citizen/texts.json is not JSON");
    template_ = page->plain;
    if (mustache::mustache parsed(template_); !parsed.is_valid())
        throw std::logic_error("citizen/page.html: " + parsed.error_message());
}

http::Response CitizenPages::show(unsigned status, bool english, std::string_view section, Json data) const {
    if (template_.empty()) return fail(Errc::not_found, "no pages for citizens");
    const std::string_view spoken = language(english);
    Json all{{"lang", spoken}, {"other", language(!english)}, {"t", texts_.at(std::string(spoken))}};
    all[std::string(section)] = std::move(data);
    mustache::mustache page(template_);  // rendering changes the parser's own state
    return http::Response::bytes(status, "text/html; charset=utf-8", page.render(data_of(all)))
        .set("Content-Security-Policy", http::kPagePolicy)
        .set("Content-Language", spoken);
}

std::string CitizenPages::word(bool english, std::string_view group, std::string_view code) const {
    const Json& words = texts_.at(std::string(language(english))).at("words").at(std::string(group));
    const auto found = words.find(std::string(code));
    return found == words.end() ? std::string(code) : found->get<std::string>();
}

}  // namespace hotline::api
