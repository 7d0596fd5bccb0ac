#pragma once

#include "crypto/secret.hpp"

#include <string_view>

namespace hotline::api {

/// A QR code (ISO/IEC 18004, level M) as an SVG image of its own: one path on white, with the quiet zone of
/// four modules. Holds the text, so it is as secret as that. Errors: too_large (more than a code can hold).
[[nodiscard]] Result<SecretBytes> qr_svg(std::string_view text);

}  // namespace hotline::api
