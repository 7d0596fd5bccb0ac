#include "server/routing/linear_model.hpp"

#include <algorithm>
#include <cmath>

namespace hotline::routing {

namespace {

constexpr std::string_view kMagic = "HLM1";
constexpr float kMillion = 1'000'000.0F;
constexpr std::uint64_t kMix = 0x9E3779B97F4A7C15ULL;
constexpr std::uint32_t kMostLabels = 1000;

}  // namespace

std::vector<std::uint64_t> features_of(const redaction::Document& document) {
    std::vector<std::uint64_t> out;
    out.reserve(document.tokens.size() * 2);
    std::uint64_t before = 0;
    for (const redaction::Token& token : document.tokens) {
        if (!token.is_word()) {
            before = 0;
            continue;
        }
        out.push_back(token.key.folded);
        if (before != 0) out.push_back((before * kMix) ^ token.key.folded);
        before = token.key.folded;
    }
    std::ranges::sort(out);
    const auto rest = std::ranges::unique(out);
    out.erase(rest.begin(), rest.end());
    return out;
}

LinearModel::LinearModel(std::vector<std::string> labels, std::vector<std::uint64_t> keys,
                         const std::vector<float>& weights, const std::vector<float>& biases)
    : labels_(std::move(labels)), keys_(std::move(keys)) {
    float most = 1e-6F;
    for (const float weight : weights) most = std::max(most, std::abs(weight));
    scale_ = static_cast<std::uint32_t>(std::lround(most / 127.0F * kMillion)) + 1;
    const float step = static_cast<float>(scale_) / kMillion;
    weights_.reserve(weights.size());
    for (const float weight : weights)
        weights_.push_back(static_cast<std::int8_t>(std::lround(weight / step)));
    for (const float bias : biases)
        biases_.push_back(static_cast<std::int32_t>(std::lround(bias * kMillion)));
}

Bytes LinearModel::encode() const {
    Bytes out;
    put_bytes(out, as_bytes(kMagic));
    put_u32(out, static_cast<std::uint32_t>(labels_.size()));
    put_u32(out, static_cast<std::uint32_t>(keys_.size()));
    put_u32(out, scale_);
    for (std::size_t i = 0; i < labels_.size(); ++i) {
        put_u32(out, static_cast<std::uint32_t>(labels_[i].size()));
        put_bytes(out, as_bytes(labels_[i]));
        put_u32(out, static_cast<std::uint32_t>(biases_[i]));
    }
    for (const std::uint64_t key : keys_) put_u64(out, key);
    for (const std::int8_t weight : weights_) put_u8(out, static_cast<std::uint8_t>(weight));
    return out;
}

Result<LinearModel> LinearModel::decode(ByteView bytes) {
    ByteReader in(bytes);
    if (as_text(in.take(kMagic.size())) != kMagic)
        return fail(Errc::bad_format, "model: not of this version");
    LinearModel out;
    const std::uint32_t labels = in.u32();
    const std::uint32_t features = in.u32();
    out.scale_ = in.u32();
    if (!in.ok() || labels == 0 || labels > kMostLabels) return fail(Errc::bad_format, "model: bad head");
    for (std::uint32_t i = 0; i < labels && in.ok(); ++i) {
        const std::uint32_t length = in.u32();
        out.labels_.emplace_back(as_text(in.take(length)));
        out.biases_.push_back(static_cast<std::int32_t>(in.u32()));
    }
    const std::size_t wanted = std::size_t{features} * (8 + std::size_t{labels});
    if (!in.ok() || in.rest().size() != wanted) return fail(Errc::bad_format, "model: wrong length");
    out.keys_.reserve(features);
    for (std::uint32_t i = 0; i < features; ++i) out.keys_.push_back(in.u64());
    if (!std::ranges::is_sorted(out.keys_)) return fail(Errc::bad_format, "model: keys out of order");
    for (const std::uint8_t byte : in.rest()) out.weights_.push_back(static_cast<std::int8_t>(byte));
    return out;
}

std::vector<float> LinearModel::score(const std::vector<std::uint64_t>& features) const {
    std::vector<std::int32_t> sums(labels_.size(), 0);
    std::size_t known = 0;
    auto from = keys_.begin();
    for (const std::uint64_t feature : features) {
        from = std::lower_bound(from, keys_.end(), feature);
        if (from == keys_.end()) break;
        if (*from != feature) continue;
        ++known;
        const auto* row = &weights_[static_cast<std::size_t>(from - keys_.begin()) * labels_.size()];
        for (std::size_t i = 0; i < sums.size(); ++i) sums[i] += row[i];
    }
    // Long texts do not shout louder: the sum is divided by the root of the number of features.
    const float norm = known == 0 ? 0.0F : 1.0F / std::sqrt(static_cast<float>(known));
    std::vector<float> out(labels_.size());
    for (std::size_t i = 0; i < out.size(); ++i) {
        out[i] = static_cast<float>(biases_[i]) / kMillion +
                 static_cast<float>(sums[i]) * (static_cast<float>(scale_) / kMillion) * norm;
    }
    return out;
}

}  // namespace hotline::routing
