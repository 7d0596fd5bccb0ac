#include "server/api/qr.hpp"

#include <memory>
#include <qrencode.h>
#include <string>

namespace hotline::api {
namespace {

constexpr int kQuietModules = 4;

struct FreeQr {
    void operator()(QRcode* code) const noexcept {
        wipe({code->data, static_cast<std::size_t>(code->width) * static_cast<std::size_t>(code->width)});
        QRcode_free(code);
    }
};
using Qr = std::unique_ptr<QRcode, FreeQr>;

bool is_dark(const QRcode& code, int x, int y) noexcept {
    return (code.data[(y * code.width) + x] & 1U) != 0;
}

void append_number(SecretBytes& out, int number) {
    out.append(std::to_string(number));
}

/// One path of horizontal bars.
void append_bars(SecretBytes& out, const QRcode& code) {
    for (int y = 0; y < code.width; ++y) {
        for (int x = 0; x < code.width;) {
            int end = x;
            while (end < code.width && is_dark(code, end, y)) ++end;
            if (end == x) {
                ++x;
                continue;
            }
            out.append("M");
            append_number(out, x + kQuietModules);
            out.append(" ");
            append_number(out, y + kQuietModules);
            out.append("h");
            append_number(out, end - x);
            out.append("v1h-");
            append_number(out, end - x);
            out.append("z");
            x = end;
        }
    }
}

}  // namespace

Result<SecretBytes> qr_svg(std::string_view text) {
    const SecretBytes terminated = [&] {
        SecretBytes copy = SecretBytes::from_text(text);
        copy.append(std::string_view("\0", 1));
        return copy;
    }();
    const Qr code(QRcode_encodeString(terminated.expose_text().data(), 0, QR_ECLEVEL_M, QR_MODE_8, 1));
    if (!code) return fail(Errc::too_large, "does not fit a QR code");
    const std::string side = std::to_string(code->width + (2 * kQuietModules));
    SecretBytes svg = SecretBytes::from_text(R"(<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 )");
    svg.append(side + " " + side + R"(" shape-rendering="crispEdges"><path fill="#fff" d="M0 0h)" + side +
               "v" + side + "H0z\"/><path fill=\"#000\" d=\"");
    append_bars(svg, *code);
    svg.append("\"/></svg>");
    return svg;
}

}  // namespace hotline::api
