#include "clients/cli/qr_text.hpp"

#include <memory>
#include <qrencode.h>

namespace hotline::cli {
namespace {

constexpr int kQuietModules = 2;

bool is_light(const QRcode& code, int x, int y) {
    if (x < 0 || y < 0 || x >= code.width || y >= code.width) return true;
    return (code.data[(y * code.width) + x] & 1U) == 0;
}

}  // namespace

std::string qr_text(const std::string& text) {
    const std::unique_ptr<QRcode, decltype(&QRcode_free)> code(
        QRcode_encodeString(text.c_str(), 0, QR_ECLEVEL_L, QR_MODE_8, 1), &QRcode_free);
    if (!code) return {};
    std::string out;
    for (int y = -kQuietModules; y < code->width + kQuietModules; y += 2) {
        for (int x = -kQuietModules; x < code->width + kQuietModules; ++x) {
            const bool upper = is_light(*code, x, y);
            const bool lower = is_light(*code, x, y + 1);
            out += upper ? (lower ? "█" : "▀") : (lower ? "▄" : " ");
        }
        out += '\n';
    }
    return out;
}

}  // namespace hotline::cli
