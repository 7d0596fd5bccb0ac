#pragma once

#include "server/redaction/text.hpp"
#include "server/routing/area_finder.hpp"
#include "server/routing/classifier.hpp"
#include "server/routing/linear_model.hpp"
#include "server/routing/rules.hpp"
#include "server/routing/signs.hpp"

namespace hotline::routing {

/// How much each voice counts; found by trying on texts that neither rules nor model had seen.
struct Mix {
    float rules_in_fields = 0.75F;
    float model_in_fields = 0.7F;
    float model_in_classes = 0.5F;
    float plain = 1.0F;      ///< most texts are plain complaints
    float question = 0.45F;  ///< for each point that speaks for a question
    float sign = 3.0F;       ///< for a sign of danger, denunciation or petition
};

/// What a Classifier holds.
struct Classifier::Parts {
    Parts(const Directory& owner, Rules own_rules)
        : directory(&owner), rules(std::move(own_rules)), areas(owner) {}

    const Directory* directory;  ///< borrowed, outlives this
    Rules rules;
    AreaFinder areas;
    LinearModel field_model, class_model;
    Mix mix;

    [[nodiscard]] std::vector<float> field_beliefs(const Scores& scores,
                                                   const std::vector<std::uint64_t>& features) const;
    [[nodiscard]] std::vector<float> class_beliefs(const Judgement& judgement,
                                                   const std::vector<std::uint64_t>& features) const;
    /// The field and the next best; a field that was given is taken as it is, without a guess.
    void choose_field(const redaction::Document& document, std::string_view text, const Given& given,
                      const Scores& scores, const std::vector<std::uint64_t>& features,
                      Suggestion& out) const;
    void choose_class(const Judgement& judgement, const std::vector<std::uint64_t>& features,
                      const Given& given, Suggestion& out) const;
};

}  // namespace hotline::routing
