#pragma once

#include "crypto/bytes.hpp"
#include "server/redaction/document.hpp"

#include <string>
#include <vector>

namespace hotline::routing {

/// The features of a text: its words and pairs of neighbouring words, without case and marks, each once,
/// sorted.
[[nodiscard]] std::vector<std::uint64_t> features_of(const redaction::Document& document);

/// A linear classifier over such features: one row of weights for each feature it has met.
///
/// Stored form, little-endian: "HLM1", u32 labels, u32 features, u32 scale in millionths, for each label u32
/// length and its bytes and u32 bias (two's complement, in millionths), then the sorted u64 keys, then
/// features × labels signed bytes.
class LinearModel {
public:
    LinearModel() = default;
    /// @param labels   codes in the order of the columns
    /// @param keys     sorted; @param weights  keys × labels, row by row
    LinearModel(std::vector<std::string> labels, std::vector<std::uint64_t> keys,
                const std::vector<float>& weights, const std::vector<float>& biases);

    /// Errors: bad_format for another version, a wrong length or keys out of order.
    [[nodiscard]] static Result<LinearModel> decode(ByteView bytes);
    [[nodiscard]] Bytes encode() const;

    /// One score a label; a softmax of them is the model's belief.
    [[nodiscard]] std::vector<float> score(const std::vector<std::uint64_t>& features) const;
    [[nodiscard]] const std::vector<std::string>& labels() const noexcept { return labels_; }
    [[nodiscard]] std::size_t size() const noexcept { return keys_.size(); }

private:
    std::vector<std::string> labels_;
    std::vector<std::int32_t> biases_;  ///< millionths
    std::vector<std::uint64_t> keys_;
    std::vector<std::int8_t> weights_;
    std::uint32_t scale_ = 0;  ///< millionths of the weight of one step
};

}  // namespace hotline::routing
