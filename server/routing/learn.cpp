#include "server/routing/learn.hpp"

#include "server/routing/features.hpp"

#include <algorithm>
#include <cmath>

namespace hotline::routing {

namespace {

std::vector<Example> examples_of(const std::vector<LabelledCase>& cases) {
    std::vector<Example> out;
    for (const LabelledCase& one : cases)
        out.push_back({features_of(redaction::take_apart(one.text)), {one.field_code, one.class_code}});
    return out;
}

/// What the model was learned from, so that two models can be told apart.
Hash32 source_of(const std::vector<LabelledCase>& cases) {
    std::string all;
    for (const LabelledCase& one : cases)
        all += one.text + '\n' + one.field_code + '\n' + one.class_code + '\n';
    return sha256(as_bytes(all));
}

/// The fold of a group, by the id of its first case.
std::size_t fold_of(const LabelledCase& first, std::size_t folds) {
    return sha256(as_bytes(first.id)).bytes[0] % folds;
}

Result<Classifier> classifier_of(const Directory& directory, std::string_view rules_json,
                                 const ModelParts& parts) {
    const auto bytes = std::make_shared<Bytes>(encode(parts));
    auto model = LinearModel::read(*bytes, bytes);
    if (!model) return model.error();
    return Classifier::make(directory, rules_json, *std::move(model));
}

template <class Entry>
std::size_t index_of(const std::vector<Entry>& entries, const std::string& code) {
    return static_cast<std::size_t>(std::ranges::find(entries, code, &Entry::code) - entries.begin());
}

/// One belief about a text left out, and what was right.
struct Left {
    std::vector<float> beliefs;
    std::size_t right = 0;
};

/// How surprising the right answers are when beliefs are taken to this power.
double surprise(const std::vector<Left>& texts, double power) {
    constexpr double kLeast = 1e-9;
    double out = 0;
    for (const Left& text : texts) {
        double sum = 0;
        for (const float belief : text.beliefs)
            sum += std::pow(std::max(static_cast<double>(belief), kLeast), power);
        const double right = std::max(static_cast<double>(text.beliefs[text.right]), kLeast);
        out -= std::log(std::pow(right, power) / sum);
    }
    return out;
}

float best_sharpness(const std::vector<Left>& texts) {
    constexpr int kFrom = 10, kTo = 60;  // 0.5 to 3 in steps of 0.05
    int best = 20;
    for (int at = kFrom; at <= kTo; ++at) {
        if (surprise(texts, at / 20.0) < surprise(texts, best / 20.0)) best = at;
    }
    return static_cast<float>(best) / 20.0F;
}

}  // namespace

Result<std::vector<HeldOutGuess>> guess_held_out(const Directory& directory, std::string_view rules_json,
                                                 const std::vector<LabelledCase>& cases,
                                                 const Training& training, std::size_t folds) {
    const auto groups = groups_of(cases);
    std::vector<HeldOutGuess> out;
    for (std::size_t fold = 0; fold < folds; ++fold) {
        const auto inside = [&](std::size_t at) { return fold_of(cases[groups[at]], folds) == fold; };
        std::vector<LabelledCase> others;
        for (std::size_t at = 0; at < cases.size(); ++at) {
            if (!inside(at)) others.push_back(cases[at]);
        }
        if (others.empty()) return fail(Errc::bad_input, "too few cases to learn from");
        const auto classifier = classifier_of(directory, rules_json, train(examples_of(others), training));
        if (!classifier) return classifier.error();
        for (std::size_t at = 0; at < cases.size(); ++at) {
            if (!inside(at)) continue;
            out.push_back({at, classifier->suggest(cases[at].text, {}), classifier->beliefs(cases[at].text)});
        }
    }
    return out;
}

Result<Bytes> learn(const Directory& directory, std::string_view rules_json,
                    const std::vector<LabelledCase>& cases, const Training& training) {
    constexpr std::size_t kFolds = 5;
    const auto guesses = guess_held_out(directory, rules_json, cases, training, kFolds);
    if (!guesses) return guesses.error();
    std::array<std::vector<Left>, kHeads> left;
    for (const HeldOutGuess& guess : *guesses) {
        const LabelledCase& right = cases[guess.index];
        const std::array<std::size_t, kHeads> places{index_of(directory.fields(), right.field_code),
                                                     index_of(directory.classes(), right.class_code)};
        for (std::size_t head = 0; head < kHeads; ++head) {
            if (places[head] < guess.beliefs[head].size())
                left[head].push_back({guess.beliefs[head], places[head]});
        }
    }
    ModelParts parts = train(examples_of(cases), training);
    for (std::size_t head = 0; head < kHeads; ++head)
        parts.heads[head].sharpness = best_sharpness(left[head]);
    parts.source = source_of(cases);
    Bytes bytes = encode(parts);
    if (bytes.size() > kMostModelBytes) return fail(Errc::bad_input, "the model gets over 8 MB");
    return bytes;
}

}  // namespace hotline::routing
