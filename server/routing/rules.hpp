#pragma once

#include "server/redaction/phrase_index.hpp"
#include "server/routing/directory.hpp"

#include <array>
#include <string_view>
#include <vector>

namespace hotline::routing {

/// What words may speak for beside a field.
enum class Sign : std::uint8_t { danger, denounce, petition, decision, question, complain, urgent, person };
inline constexpr std::size_t kSigns = 8;

/// A phrase of the rules where it stands in a text: tokens [begin, end).
struct Hit {
    std::size_t target = 0;  ///< index in the directory's fields, or behind them a sign
    float weight = 0;
    std::size_t begin = 0, end = 0;
};

/// What the rules say of one text.
struct Scores {
    std::vector<float> fields;  ///< in the order of the directory's fields
    std::array<float, kSigns> signs{};
    std::vector<Hit> hits;               ///< that speak for something, in the order of the text
    std::vector<std::size_t> denounced;  ///< tokens behind a word of denouncing
    std::vector<std::size_t> persons;    ///< tokens behind a surname or a word of address

    [[nodiscard]] float sign(Sign which) const noexcept { return signs[static_cast<std::size_t>(which)]; }
};

/// From what score on a sign holds; below `ask_below` a person decides.
struct Thresholds {
    float ask_below = 0, danger = 0, denounce = 0, petition = 0, urgent = 0;
};

/// The words of rules.json with their weights. Immutable after loading.
class Rules {
public:
    /// Errors: bad_format (names the field, sign or phrase at fault).
    [[nodiscard]] static Result<Rules> parse(std::string_view json, const Directory& directory);

    /// Each phrase counts once, however often it stands in the text. Time is linear in the text.
    [[nodiscard]] Scores score(const redaction::Document& document) const;
    [[nodiscard]] const Thresholds& thresholds() const noexcept { return thresholds_; }

private:
    struct Effect {
        std::size_t target = 0;  ///< a field, or behind them a sign
        float weight = 0;
    };
    friend struct RulesReader;

    std::size_t field_count_ = 0;
    redaction::PhraseIndex phrases_;
    std::vector<std::vector<Effect>> effects_;  ///< by the number of the phrase
    Thresholds thresholds_;
};

}  // namespace hotline::routing
