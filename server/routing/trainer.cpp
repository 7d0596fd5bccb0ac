#include "server/routing/trainer.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

namespace hotline::routing {

namespace {

/// Weights while they are learned.
class Learner {
public:
    Learner(const std::vector<Example>& examples, const Training& training) : training_(training) {
        std::set<std::string> labels;
        std::map<std::uint64_t, std::size_t> texts_with;
        for (const Example& example : examples) {
            labels.insert(example.label);
            for (const std::uint64_t feature : example.features) ++texts_with[feature];
        }
        labels_.assign(labels.begin(), labels.end());
        for (const auto& [feature, texts] : texts_with) {
            if (texts >= training.fewest_texts) keys_.push_back(feature);
        }
        weights_.assign(keys_.size() * labels_.size(), 0.0F);
        biases_.assign(labels_.size(), 0.0F);
        for (const Example& example : examples) rows_.push_back({rows_of(example), label_of(example)});
    }

    LinearModel learn() {
        for (int epoch = 0; epoch < training_.epochs; ++epoch) {
            const float rate = training_.rate / (1.0F + 0.1F * static_cast<float>(epoch));
            for (const Row& row : rows_) step(row, rate);
            for (float& weight : weights_) weight *= 1.0F - training_.decay * 10.0F;
        }
        return {labels_, keys_, weights_, biases_};
    }

private:
    struct Row {
        std::vector<std::size_t> keys;
        std::size_t label = 0;
    };

    [[nodiscard]] std::vector<std::size_t> rows_of(const Example& example) const {
        std::vector<std::size_t> out;
        for (const std::uint64_t feature : example.features) {
            const auto at = std::ranges::lower_bound(keys_, feature);
            if (at != keys_.end() && *at == feature)
                out.push_back(static_cast<std::size_t>(at - keys_.begin()));
        }
        return out;
    }
    [[nodiscard]] std::size_t label_of(const Example& example) const {
        return static_cast<std::size_t>(std::ranges::lower_bound(labels_, example.label) - labels_.begin());
    }

    [[nodiscard]] std::vector<float> beliefs(const Row& row, float norm) const {
        std::vector<float> out = biases_;
        for (const std::size_t key : row.keys) {
            const float* weights = &weights_[key * labels_.size()];
            for (std::size_t i = 0; i < out.size(); ++i) out[i] += weights[i] * norm;
        }
        const float most = *std::ranges::max_element(out);
        float sum = 0;
        for (float& value : out) sum += value = std::exp(value - most);
        for (float& value : out) value /= sum;
        return out;
    }

    void step(const Row& row, float rate) {
        if (row.keys.empty()) return;
        const float norm = 1.0F / std::sqrt(static_cast<float>(row.keys.size()));
        std::vector<float> errors = beliefs(row, norm);
        errors[row.label] -= 1.0F;
        for (std::size_t i = 0; i < errors.size(); ++i) biases_[i] -= rate * 0.05F * errors[i];
        for (const std::size_t key : row.keys) {
            float* weights = &weights_[key * labels_.size()];
            for (std::size_t i = 0; i < errors.size(); ++i) weights[i] -= rate * norm * errors[i];
        }
    }

    Training training_;
    std::vector<std::string> labels_;
    std::vector<std::uint64_t> keys_;
    std::vector<float> weights_, biases_;
    std::vector<Row> rows_;
};

}  // namespace

LinearModel train(const std::vector<Example>& examples, const Training& training) {
    return Learner(examples, training).learn();
}

}  // namespace hotline::routing
