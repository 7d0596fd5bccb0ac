#pragma once

#include <string>
#include <string_view>

namespace hotline::cli {

/// A QR code of half blocks, two rows of modules a line, light modules drawn, for terminals with a dark
/// background. Empty when the text does not fit a code.
[[nodiscard]] std::string qr_text(const std::string& text);

}  // namespace hotline::cli
