#include "server/routing/rules.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <map>
#include <stdexcept>

namespace hotline::routing {

using nlohmann::json;

namespace {

constexpr std::array<std::string_view, kSigns> kSignNames{"danger",   "denounce", "petition", "decision",
                                                          "question", "complain", "urgent",   "person"};

struct BadRule : std::runtime_error {
    using std::runtime_error::runtime_error;
};

/// What a phrase adds to a field: much more when it says it almost alone, more for longer phrases, less for
/// those that speak for several fields.
float field_weight(int level, std::size_t words, std::size_t fields) {
    const float base = level == 3 ? 2.2F : level == 2 ? 1.0F : 0.25F;
    const float longer = 1.0F + 0.25F * static_cast<float>(words - 1);
    return base * longer / std::pow(static_cast<float>(fields), 0.7F);
}

std::size_t count_words(std::string_view phrase) {
    return static_cast<std::size_t>(std::ranges::count(phrase, ' ')) + 1;
}

int level_of(const std::string& text) {
    for (const int level : {-3, -2, -1, 1, 2, 3, 4}) {
        if (std::to_string(level) == text) return level;
    }
    throw BadRule("no such weight: " + text);
}

}  // namespace

/// Turns a rules.json into Rules; throws BadRule.
struct RulesReader {
    Rules out;

    std::size_t number_of(const std::string& phrase) {
        const auto number = out.phrases_.add(phrase);
        if (!number) throw BadRule("not a phrase: " + phrase);
        out.effects_.resize(std::max(out.effects_.size(), *number + 1));
        return *number;
    }

    void read_fields(const json& fields, const Directory& directory) {
        std::map<std::string, std::map<std::size_t, int>> levels;
        for (const auto& [code, lists] : fields.items()) {
            const Field* field = directory.find_field(code);
            if (field == nullptr) throw BadRule("unknown field: " + code);
            const auto index = static_cast<std::size_t>(field - directory.fields().data());
            for (const auto& [name, phrases] : lists.items()) {
                const int level = level_of(name);
                if (level < 1 || level > 3) throw BadRule("weights of fields are 1, 2 and 3: " + code);
                for (const json& phrase : phrases) {
                    int& known = levels[phrase.get<std::string>()][index];
                    known = std::max(known, level);
                }
            }
        }
        for (const auto& [phrase, targets] : levels) {
            const std::size_t number = number_of(phrase);
            for (const auto& [field, level] : targets)
                out.effects_[number].push_back(
                    {field, field_weight(level, count_words(phrase), targets.size())});
        }
    }

    void read_signs(const json& signs) {
        for (const auto& [name, lists] : signs.items()) {
            const auto* const found = std::ranges::find(kSignNames, name);
            if (found == kSignNames.end()) throw BadRule("unknown sign: " + name);
            const std::size_t target =
                out.field_count_ + static_cast<std::size_t>(found - kSignNames.begin());
            for (const auto& [level, phrases] : lists.items()) {
                for (const json& phrase : phrases)
                    out.effects_[number_of(phrase.get<std::string>())].push_back(
                        {target, static_cast<float>(level_of(level))});
            }
        }
    }

    static Rules read(std::string_view source, const Directory& directory) {
        const json root = json::parse(source);
        RulesReader reader;
        reader.out.field_count_ = directory.fields().size();
        reader.read_fields(root.at("fields"), directory);
        reader.read_signs(root.at("signs"));
        const json& limits = root.at("thresholds");
        const auto limit = [&](const char* name) { return limits.at(name).get<float>(); };
        reader.out.thresholds_ = {limit("ask_below"), limit("danger"), limit("denounce"), limit("petition"),
                                  limit("urgent")};
        reader.out.phrases_.build();
        return std::move(reader.out);
    }
};

Result<Rules> Rules::parse(std::string_view source, const Directory& directory) {
    try {
        return RulesReader::read(source, directory);
    } catch (const BadRule& fault) {
        return fail(Errc::bad_format, std::string("rules: ") + fault.what());
    } catch (const json::exception& fault) {
        return fail(Errc::bad_format, std::string("rules: ") + fault.what());
    }
}

Scores Rules::score(const redaction::Document& document) const {
    Scores out;
    out.fields.assign(field_count_, 0.0F);
    std::vector<bool> seen(phrases_.size(), false);
    for (std::size_t at = 0; at < document.tokens.size(); ++at) {
        if (document.tokens[at].kind == redaction::TokenKind::sign) continue;
        phrases_.match(document, at, [&](std::size_t number, std::size_t words) {
            for (const Effect& effect : effects_[number]) {
                const auto is = [&](Sign sign) {
                    return effect.target == field_count_ + static_cast<std::size_t>(sign);
                };
                if (is(Sign::denounce) && effect.weight >= 3) out.denounced.push_back(at + words);
                if (is(Sign::person)) out.persons.push_back(at + words);
                if (seen[number]) continue;
                const bool sign = effect.target >= field_count_;
                (sign ? out.signs[effect.target - field_count_] : out.fields[effect.target]) += effect.weight;
                if (effect.weight > 0 && !is(Sign::person))
                    out.hits.push_back({effect.target, effect.weight, at, at + words});
            }
            seen[number] = true;
        });
    }
    return out;
}

}  // namespace hotline::routing
