#include "server/routing/linear_model.hpp"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

namespace hotline::routing {

namespace {

constexpr std::string_view kMagic = "HLM2";
constexpr float kMillion = 1'000'000.0F;
constexpr std::uint32_t kMostLabels = 1000;
/// Keys are hashes, so their first bits say nearly where they stand.
constexpr unsigned kIndexBits = 12;

std::uint32_t millionths(float value) {
    return static_cast<std::uint32_t>(static_cast<std::int32_t>(std::lround(value * kMillion)));
}
float from_millionths(std::uint32_t value) {
    return static_cast<float>(static_cast<std::int32_t>(value)) / kMillion;
}

/// The weight of one unit, so that the largest weight fits a signed byte.
float step_for(const std::vector<float>& weights) {
    float most = 1e-3F;
    for (const float weight : weights) most = std::max(most, std::abs(weight));
    return static_cast<float>(std::lround(most / 127.0F * kMillion) + 1) / kMillion;
}

void put_head(Bytes& out, const HeadLabels& head, float step) {
    put_u32(out, static_cast<std::uint32_t>(head.codes.size()));
    put_u32(out, millionths(step));
    put_u32(out, millionths(head.sharpness));
    for (std::size_t i = 0; i < head.codes.size(); ++i) {
        put_u32(out, static_cast<std::uint32_t>(head.codes[i].size()));
        put_bytes(out, as_bytes(head.codes[i]));
        put_u32(out, millionths(head.biases[i]));
    }
}

Result<HeadLabels> take_head(ByteReader& in) {
    HeadLabels out;
    const std::uint32_t labels = in.u32();
    out.step = from_millionths(in.u32());
    out.sharpness = from_millionths(in.u32());
    const bool sane = in.ok() && labels > 0 && labels <= kMostLabels && out.step > 0 && out.sharpness > 0;
    if (!sane) return fail(Errc::bad_format, "model: bad head");
    for (std::uint32_t i = 0; i < labels && in.ok(); ++i) {
        const std::uint32_t length = in.u32();
        out.codes.emplace_back(as_text(in.take(length)));
        out.biases.push_back(from_millionths(in.u32()));
    }
    if (!in.ok() || !std::ranges::is_sorted(out.codes)) return fail(Errc::bad_format, "model: bad labels");
    return out;
}

}  // namespace

Bytes encode(const ModelParts& parts) {
    Bytes out;
    std::array<float, kHeads> steps{};
    put_bytes(out, as_bytes(kMagic));
    for (std::size_t head = 0; head < kHeads; ++head) {
        steps[head] = step_for(parts.weights[head]);
        put_head(out, parts.heads[head], steps[head]);
    }
    put_bytes(out, parts.source.bytes);
    put_u32(out, static_cast<std::uint32_t>(parts.keys.size()));
    for (const std::uint64_t key : parts.keys) put_u64(out, key);
    for (std::size_t row = 0; row < parts.keys.size(); ++row) {
        for (std::size_t head = 0; head < kHeads; ++head) {
            const std::size_t labels = parts.heads[head].codes.size();
            for (std::size_t i = 0; i < labels; ++i) {
                const float weight = parts.weights[head][row * labels + i];
                put_u8(out, static_cast<std::uint8_t>(std::lround(weight / steps[head])));
            }
        }
    }
    return out;
}

/// Fills a model from its bytes.
struct ModelReader {
    static Result<LinearModel> read(ByteView bytes, std::shared_ptr<const void> keeper) {
        ByteReader in(bytes);
        if (as_text(in.take(kMagic.size())) != kMagic)
            return fail(Errc::bad_format, "model: not of this version");
        LinearModel out;
        for (HeadLabels& head : out.heads_) {
            Result<HeadLabels> labels = take_head(in);
            if (!labels) return labels.error();
            head = *std::move(labels);
            out.columns_ += head.codes.size();
        }
        (void)in.take(sizeof(Hash32::bytes));
        out.features_ = in.u32();
        if (!in.ok() || in.rest().size() != out.features_ * (8 + out.columns_))
            return fail(Errc::bad_format, "model: wrong length");
        out.keys_ = in.rest().data();
        out.rows_ = out.keys_ + 8 * out.features_;
        if (!index(out)) return fail(Errc::bad_format, "model: keys out of order");
        out.keeper_ = std::move(keeper);
        out.name_ = "hlm2-" + to_hex(ByteView(sha256(bytes).bytes).first(6));
        return out;
    }

    /// Notes where the keys with the same first bits begin; false when they are out of order.
    static bool index(LinearModel& model) {
        model.begins_.assign((std::size_t{1} << kIndexBits) + 1, 0);
        std::uint64_t before = 0;
        for (std::size_t at = 0; at < model.features_; ++at) {
            const std::uint64_t key = model.key(at);
            if (at > 0 && key <= before) return false;
            before = key;
            ++model.begins_[(key >> (64U - kIndexBits)) + 1];
        }
        for (std::size_t i = 1; i < model.begins_.size(); ++i) model.begins_[i] += model.begins_[i - 1];
        return true;
    }
};

Result<LinearModel> LinearModel::read(ByteView bytes, std::shared_ptr<const void> keeper) {
    return ModelReader::read(bytes, std::move(keeper));
}

Result<LinearModel> LinearModel::map(const std::filesystem::path& file) {
    const int handle = ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
    if (handle < 0) return fail(Errc::not_found, "cannot open " + file.filename().string());
    struct stat facts{};
    const bool known = ::fstat(handle, &facts) == 0 && facts.st_size > 0;
    const auto size = known ? static_cast<std::size_t>(facts.st_size) : 0;
    if (!known || size > kMostModelBytes) {
        ::close(handle);
        return fail(Errc::bad_input, "model: empty or over 8 MB");
    }
    void* const memory = ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE, handle, 0);
    ::close(handle);
    if (memory == MAP_FAILED) return fail(Errc::internal, "cannot map " + file.filename().string());
    const std::shared_ptr<const void> keeper(
        memory, [size](const void* mapped) { ::munmap(const_cast<void*>(mapped), size); });
    return read({static_cast<const std::uint8_t*>(memory), size}, keeper);
}

std::uint64_t LinearModel::key(std::size_t at) const noexcept {
    std::uint64_t out = 0;
    for (std::size_t i = 8; i-- > 0;) out = (out << 8U) | keys_[at * 8 + i];
    return out;
}

const std::uint8_t* LinearModel::row_of(std::uint64_t feature) const noexcept {
    if (features_ == 0) return nullptr;
    const std::size_t bucket = feature >> (64U - kIndexBits);
    std::size_t low = begins_[bucket], high = begins_[bucket + 1];
    while (low < high) {
        const std::size_t middle = low + (high - low) / 2;
        const std::uint64_t found = key(middle);
        if (found == feature) return rows_ + middle * columns_;
        if (found < feature)
            low = middle + 1;
        else
            high = middle;
    }
    return nullptr;
}

std::array<std::vector<float>, kHeads> LinearModel::score(const std::vector<std::uint64_t>& features) const {
    std::vector<std::int32_t> sums(columns_, 0);
    std::size_t known = 0;
    for (const std::uint64_t feature : features) {
        const std::uint8_t* row = row_of(feature);
        if (row == nullptr) continue;
        ++known;
        for (std::size_t i = 0; i < columns_; ++i) sums[i] += static_cast<std::int8_t>(row[i]);
    }
    // Long texts do not shout louder: the sum is divided by the root of the number of features.
    const float norm = known == 0 ? 0.0F : 1.0F / std::sqrt(static_cast<float>(known));
    std::array<std::vector<float>, kHeads> out;
    std::size_t column = 0;
    for (std::size_t head = 0; head < kHeads; ++head) {
        for (const float bias : heads_[head].biases)
            out[head].push_back(bias + static_cast<float>(sums[column++]) * heads_[head].step * norm);
    }
    return out;
}

float LinearModel::weight_of(std::uint64_t feature, Head head, std::size_t label) const noexcept {
    const std::uint8_t* row = row_of(feature);
    if (row == nullptr) return 0;
    const std::size_t first = head == Head::field ? 0 : heads_[0].codes.size();
    return static_cast<float>(static_cast<std::int8_t>(row[first + label])) *
           heads_[static_cast<std::size_t>(head)].step;
}

}  // namespace hotline::routing
