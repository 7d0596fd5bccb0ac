#pragma once

#include "server/routing/area_finder.hpp"
#include "server/routing/classifier.hpp"
#include "server/routing/linear_model.hpp"
#include "server/routing/rules.hpp"
#include "server/routing/signs.hpp"

namespace hotline::routing {

/// How much each voice counts; found by trying on texts that neither rules nor model had seen.
struct Mix {
    float rules_in_fields = 0.75F;
    float model_in_fields = 0.8F;
    float model_in_classes = 0.5F;
    float plain = 1.0F;        ///< most texts are plain complaints
    float question = 0.45F;    ///< for each point that speaks for a question
    float sign = 3.0F;         ///< for a sign of denunciation or petition
    float danger = 2.2F;       ///< for each point of danger to life above `danger_from`
    float danger_from = 2.2F;  ///< low: a danger missed costs more than a needless look
};

/// The words of tokens [begin, end) as they stand in the text.
[[nodiscard]] std::string words_of(const redaction::Document& document, std::size_t begin, std::size_t end);

/// What a Classifier holds.
struct Classifier::Parts {
    Parts(const Directory& owner, Rules own_rules)
        : directory(&owner), rules(std::move(own_rules)), areas(owner) {}

    const Directory* directory;  ///< borrowed, outlives this
    Rules rules;
    AreaFinder areas;
    LinearModel model;
    std::array<std::vector<std::size_t>, kHeads> places;  ///< of the model's labels in the directory
    Mix mix;

    /// What is believed of every field or class, in the order of the directory; sums to 1.
    [[nodiscard]] std::vector<float> field_beliefs(const Scores& scores,
                                                   const std::vector<float>& learned) const;
    [[nodiscard]] std::vector<float> class_beliefs(const Judgement& judgement,
                                                   const std::vector<float>& learned) const;

    struct Reading {
        const redaction::Document& document;
        Scores scores;
        Judgement judgement;
        std::array<std::vector<float>, kHeads> learned;
    };
    /// The field and the next best; a field that was given is taken as it is, without a guess.
    void choose_field(const Reading& reading, const Given& given, Suggestion& out) const;
    void choose_class(const Reading& reading, const Given& given, Suggestion& out) const;
    void choose_area(const Reading& reading, const Given& given, Suggestion& out) const;

    /// The words that speak for these targets of the rules, then those the model knows best for the label;
    /// as they stand in the text, at most five.
    [[nodiscard]] std::vector<std::string> words_for(const Reading& reading,
                                                     std::initializer_list<std::size_t> targets, Head head,
                                                     std::string_view label) const;
    [[nodiscard]] std::size_t target_of(Sign sign) const noexcept {
        return directory->fields().size() + static_cast<std::size_t>(sign);
    }
};

}  // namespace hotline::routing
