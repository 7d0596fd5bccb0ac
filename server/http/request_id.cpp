#include "server/http/request_id.hpp"

#include "crypto/bytes.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

namespace hotline::http {
namespace {

constexpr std::size_t kIdBytes = 12;

/// Random bytes fetched for many requests at once: one system call each would cost more than the rest of the
/// id.
class RandomStock {
public:
    std::span<const std::uint8_t> take() noexcept {
        if (used_ == stock_.size()) {
            random_bytes(stock_);
            used_ = 0;
        }
        used_ += kIdBytes;
        return std::span(stock_).subspan(used_ - kIdBytes, kIdBytes);
    }

private:
    std::array<std::uint8_t, 64 * kIdBytes> stock_{};
    std::size_t used_ = stock_.size();
};

}  // namespace

std::string make_request_id() {
    thread_local RandomStock stock;
    return to_hex(stock.take());
}

}  // namespace hotline::http
