#pragma once

#include "crypto/bytes.hpp"

#include <array>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace hotline::routing {

/// What a model says of a text.
enum class Head : std::uint8_t { field, complaint_class };
inline constexpr std::size_t kHeads = 2;

/// The answers of one head.
struct HeadLabels {
    std::vector<std::string> codes;  ///< in the order of the columns, sorted
    std::vector<float> biases;
    float step = 0;       ///< the weight of one unit of a stored byte
    float sharpness = 1;  ///< what the whole belief is multiplied with, learned on texts left out
};

/// A linear classifier over hashed features: one row of small weights for each feature, for all heads. Reads
/// straight from its bytes, which may be a mapped file; nothing is copied but the labels. Immutable; copies
/// share the bytes. The stored form is described in DESIGN.md, "Model format".
class LinearModel {
public:
    LinearModel() = default;  ///< knows nothing

    /// @param bytes   must outlive the model unless `keeper` owns them
    /// Errors: bad_format for another version, a wrong length, labels or keys out of order.
    [[nodiscard]] static Result<LinearModel> read(ByteView bytes, std::shared_ptr<const void> keeper = {});
    /// Maps a file. Errors: not_found, bad_input (over `kMostModelBytes`), bad_format.
    [[nodiscard]] static Result<LinearModel> map(const std::filesystem::path& file);

    /// One score a label, for both heads. Time is linear in the number of features.
    [[nodiscard]] std::array<std::vector<float>, kHeads> score(
        const std::vector<std::uint64_t>& features) const;
    /// What one feature adds to one label; 0 when it is not known.
    [[nodiscard]] float weight_of(std::uint64_t feature, Head head, std::size_t label) const noexcept;
    [[nodiscard]] const HeadLabels& head(Head which) const noexcept {
        return heads_[static_cast<std::size_t>(which)];
    }
    [[nodiscard]] std::size_t features() const noexcept { return features_; }
    [[nodiscard]] bool empty() const noexcept { return features_ == 0; }
    /// "hlm2-" and twelve hexadecimal digits of the SHA-256 of its bytes; "none" for the empty model.
    [[nodiscard]] const std::string& name() const noexcept { return name_; }

private:
    friend struct ModelReader;
    [[nodiscard]] const std::uint8_t* row_of(std::uint64_t feature) const noexcept;
    [[nodiscard]] std::uint64_t key(std::size_t at) const noexcept;

    std::array<HeadLabels, kHeads> heads_;
    std::size_t features_ = 0;
    std::size_t columns_ = 0;             ///< labels of all heads
    const std::uint8_t* keys_ = nullptr;  ///< little-endian, ascending
    const std::uint8_t* rows_ = nullptr;  ///< features × columns signed bytes
    std::vector<std::uint32_t> begins_;   ///< where the keys with the same first bits begin
    std::shared_ptr<const void> keeper_;
    std::string name_ = "none";
};

inline constexpr std::size_t kMostModelBytes = 8U << 20U;

/// What a trainer found, before it is stored.
struct ModelParts {
    std::array<HeadLabels, kHeads> heads;            ///< `step` is set while encoding
    Hash32 source;                                   ///< SHA-256 of the labelled set
    std::vector<std::uint64_t> keys;                 ///< ascending
    std::array<std::vector<float>, kHeads> weights;  ///< keys × labels of the head, row by row
};
[[nodiscard]] Bytes encode(const ModelParts& parts);

}  // namespace hotline::routing
