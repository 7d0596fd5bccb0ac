#include "server/redaction/bootstrap.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>

namespace hotline::redaction {

namespace {

/// splitmix64: small, and the same on every machine.
class Draws {
public:
    std::size_t below(std::size_t limit) noexcept {
        state_ += 0x9E3779B97F4A7C15ULL;
        std::uint64_t z = state_;
        z = (z ^ (z >> 30U)) * 0xBF58476D1CE4E5B9ULL;
        z = (z ^ (z >> 27U)) * 0x94D049BB133111EBULL;
        return static_cast<std::size_t>((z ^ (z >> 31U)) % limit);
    }

private:
    std::uint64_t state_ = 1022;
};

double ratio(const ShareOf& sum) {
    return sum.whole == 0 ? 1.0 : sum.part / sum.whole;
}

}  // namespace

Estimate estimate(const std::vector<ShareOf>& texts) {
    constexpr std::size_t kDraws = 500;
    ShareOf all;
    for (const ShareOf& one : texts) {
        all.part += one.part;
        all.whole += one.whole;
    }
    if (all.whole == 0) return {};
    Draws draws;
    std::vector<double> shares;
    for (std::size_t draw = 0; draw < kDraws; ++draw) {
        ShareOf sum;
        for (std::size_t i = 0; i < texts.size(); ++i) {
            const ShareOf& one = texts[draws.below(texts.size())];
            sum.part += one.part;
            sum.whole += one.whole;
        }
        shares.push_back(ratio(sum));
    }
    std::ranges::sort(shares);
    return {ratio(all), shares[kDraws / 40], shares[kDraws - 1 - kDraws / 40]};
}

}  // namespace hotline::redaction
