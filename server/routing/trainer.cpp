#include "server/routing/trainer.hpp"

#include <algorithm>
#include <cmath>
#include <set>

namespace hotline::routing {

namespace {

/// The features that stand in enough texts, ascending.
std::vector<std::uint64_t> common_features(const std::vector<Example>& examples, std::size_t fewest_texts) {
    std::vector<std::uint64_t> all;
    for (const Example& example : examples)
        all.insert(all.end(), example.features.begin(), example.features.end());
    std::ranges::sort(all);
    std::vector<std::uint64_t> out;
    for (auto from = all.begin(); from != all.end();) {
        const auto to = std::upper_bound(from, all.end(), *from);
        if (static_cast<std::size_t>(to - from) >= fewest_texts) out.push_back(*from);
        from = to;
    }
    return out;
}

/// The places of an example's features among the common ones.
std::vector<std::size_t> places_of(const Example& example, const std::vector<std::uint64_t>& keys) {
    std::vector<std::size_t> out;
    for (const std::uint64_t feature : example.features) {
        const auto at = std::ranges::lower_bound(keys, feature);
        if (at != keys.end() && *at == feature) out.push_back(static_cast<std::size_t>(at - keys.begin()));
    }
    return out;
}

using Rows = std::vector<std::vector<std::size_t>>;

/// Weights of one head while they are learned.
class Learner {
public:
    Learner(const std::vector<Example>& examples, const Rows& rows, std::size_t keys, std::size_t head)
        : rows_(&rows) {
        std::set<std::string> codes;
        for (const Example& example : examples) codes.insert(example.labels[head]);
        labels_.codes.assign(codes.begin(), codes.end());
        for (const Example& example : examples) {
            const auto at = std::ranges::lower_bound(labels_.codes, example.labels[head]);
            wanted_.push_back(static_cast<std::size_t>(at - labels_.codes.begin()));
        }
        weights_.assign(keys * labels_.codes.size(), 0.0F);
        labels_.biases.assign(labels_.codes.size(), 0.0F);
        errors_.resize(labels_.codes.size());
    }

    void learn(const Training& training) {
        for (int epoch = 0; epoch < training.epochs; ++epoch) {
            const float rate = training.rate / (1.0F + 0.1F * static_cast<float>(epoch));
            for (std::size_t text = 0; text < rows_->size(); ++text) step(text, rate);
            for (float& weight : weights_) weight *= 1.0F - training.decay;
        }
    }
    [[nodiscard]] HeadLabels& labels() noexcept { return labels_; }
    [[nodiscard]] std::vector<float>& weights() noexcept { return weights_; }

private:
    /// The softmax of a row's scores, into `errors_`.
    void believe(const std::vector<std::size_t>& row, float norm) {
        errors_ = labels_.biases;
        for (const std::size_t place : row) {
            const float* weights = &weights_[place * errors_.size()];
            for (std::size_t i = 0; i < errors_.size(); ++i) errors_[i] += weights[i] * norm;
        }
        const float most = *std::ranges::max_element(errors_);
        float sum = 0;
        for (float& value : errors_) sum += value = std::exp(value - most);
        for (float& value : errors_) value /= sum;
    }
    void step(std::size_t text, float rate) {
        const auto& row = (*rows_)[text];
        if (row.empty()) return;
        const float norm = 1.0F / std::sqrt(static_cast<float>(row.size()));
        believe(row, norm);
        errors_[wanted_[text]] -= 1.0F;
        for (std::size_t i = 0; i < errors_.size(); ++i) labels_.biases[i] -= rate * 0.05F * errors_[i];
        for (const std::size_t place : row) {
            float* weights = &weights_[place * errors_.size()];
            for (std::size_t i = 0; i < errors_.size(); ++i) weights[i] -= rate * norm * errors_[i];
        }
    }

    const Rows* rows_;  ///< borrowed
    HeadLabels labels_;
    std::vector<std::size_t> wanted_;
    std::vector<float> weights_, errors_;
};

}  // namespace

ModelParts train(const std::vector<Example>& examples, const Training& training) {
    ModelParts out;
    out.keys = common_features(examples, training.fewest_texts);
    Rows rows;
    for (const Example& example : examples) rows.push_back(places_of(example, out.keys));
    for (std::size_t head = 0; head < kHeads; ++head) {
        Learner learner(examples, rows, out.keys.size(), head);
        learner.learn(training);
        out.heads[head] = std::move(learner.labels());
        out.weights[head] = std::move(learner.weights());
    }
    return out;
}

}  // namespace hotline::routing
