#include "server/routing/parts.hpp"

#include <algorithm>
#include <cmath>

namespace hotline::routing {

namespace {

std::vector<float> softmax(std::vector<float> scores, float sharpness) {
    const float most = *std::ranges::max_element(scores);
    float sum = 0;
    for (float& score : scores) sum += score = std::exp(sharpness * (score - most));
    for (float& score : scores) score /= sum;
    return scores;
}

/// Adds `share` times what was learned to the scores at the places of the labels.
void add_learned(const std::vector<std::size_t>& places, const std::vector<float>& learned, float share,
                 std::vector<float>& scores) {
    for (std::size_t i = 0; i < learned.size(); ++i) {
        if (places[i] < scores.size()) scores[places[i]] += share * learned[i];
    }
}

}  // namespace

std::vector<float> Classifier::Parts::field_beliefs(const Scores& scores,
                                                    const std::vector<float>& learned) const {
    std::vector<float> out = scores.fields;
    for (float& score : out) score *= mix.rules_in_fields;
    add_learned(places[0], learned, mix.model_in_fields, out);
    return softmax(std::move(out), model.head(Head::field).sharpness);
}

std::vector<float> Classifier::Parts::class_beliefs(const Judgement& judgement,
                                                    const std::vector<float>& learned) const {
    std::vector<float> out(directory->classes().size() + 1, 0.0F);
    add_learned(places[1], learned, mix.model_in_classes, out);
    // The last place takes the signs of classes that this directory does not have.
    const auto belief = [&](std::string_view code) -> float& {
        const auto at = std::ranges::find(directory->classes(), code, &ComplaintClass::code);
        return out[static_cast<std::size_t>(at - directory->classes().begin())];
    };
    belief("phan-anh") += mix.plain;
    belief("hoi-dap") += mix.question * std::clamp(judgement.asks, -6.0F, 8.0F);
    belief("to-cao") += judgement.denounces ? mix.sign : -mix.sign;
    belief("khieu-nai") += judgement.petitions ? mix.sign : -mix.sign;
    // Who denounces or contests has the time to: the danger told is mostly past.
    const float most = judgement.denounces || judgement.petitions ? 1.0F : 4.5F;
    belief("khan-cap") += std::clamp(mix.danger * (judgement.danger - mix.danger_from), -3.0F, most);
    out.pop_back();
    return softmax(std::move(out), model.head(Head::complaint_class).sharpness);
}

}  // namespace hotline::routing
