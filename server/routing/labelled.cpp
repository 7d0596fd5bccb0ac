#include "server/routing/labelled.hpp"

#include "server/redaction/text.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <fstream>
#include <map>
#include <numeric>

namespace hotline::routing {

using nlohmann::json;

namespace {

/// The person a span names, or empty: a phone number by its digits, a name of two words or more.
std::string person_in(const json& span, std::string_view text) {
    const auto type = span.at("type").get<std::string>();
    const std::size_t from = redaction::byte_of_code_point(text, span.at("start").get<std::size_t>());
    const std::size_t to = redaction::byte_of_code_point(text, span.at("end").get<std::size_t>());
    const std::string words = redaction::fold(text.substr(from, to - std::min(from, to)));
    if (type == "NAME") return words.contains(' ') ? words : std::string();
    if (type != "PHONE") return {};
    std::string digits;
    std::ranges::copy_if(words, std::back_inserter(digits), [](char c) { return c >= '0' && c <= '9'; });
    return digits;
}

LabelledCase read_case(const json& entry) {
    const auto text = [&](const char* key) { return entry.at(key).get<std::string>(); };
    LabelledCase out{text("id"),    entry.value("same_as", ""),
                     text("text"),  text("class"),
                     text("field"), text("area"),
                     text("unit"),  {}};
    if (out.area_code == "none") out.area_code.clear();
    for (const json& span : entry.value("spans", json::array())) {
        if (std::string person = person_in(span, out.text); !person.empty())
            out.people.push_back(std::move(person));
    }
    return out;
}

/// Groups that grow together.
class Groups {
public:
    explicit Groups(std::size_t size) : parents_(size) { std::iota(parents_.begin(), parents_.end(), 0U); }

    std::size_t root(std::size_t at) {
        while (parents_[at] != at) at = parents_[at] = parents_[parents_[at]];
        return at;
    }
    void join(std::size_t a, std::size_t b) {
        parents_[std::max(root(a), root(b))] = std::min(root(a), root(b));
    }

private:
    std::vector<std::size_t> parents_;
};

}  // namespace

Result<std::vector<LabelledCase>> read_labelled(const std::filesystem::path& file) {
    std::ifstream in(file);
    if (!in) return fail(Errc::not_found, "cannot read " + file.filename().string());
    std::vector<LabelledCase> out;
    std::size_t number = 0;
    for (std::string line; std::getline(in, line);) {
        ++number;
        if (line.empty()) continue;
        try {
            const json entry = json::parse(line);
            if (entry.contains("text") || !entry.contains("about")) out.push_back(read_case(entry));
        } catch (const json::exception&) {
            return fail(Errc::bad_format, "line " + std::to_string(number) + " is not a labelled case");
        }
    }
    return out;
}

std::vector<std::size_t> groups_of(const std::vector<LabelledCase>& cases) {
    Groups groups(cases.size());
    std::map<std::string, std::size_t> known;  // ids and people, and a case each stands in
    const auto meet = [&](const std::string& key, std::size_t at) {
        groups.join(known.emplace(key, at).first->second, at);
    };
    for (std::size_t at = 0; at < cases.size(); ++at) {
        meet("#" + cases[at].id, at);
        if (!cases[at].same_as.empty()) meet("#" + cases[at].same_as, at);
        for (const std::string& person : cases[at].people) meet(person, at);
    }
    std::vector<std::size_t> out;
    for (std::size_t at = 0; at < cases.size(); ++at) out.push_back(groups.root(at));
    return out;
}

}  // namespace hotline::routing
