#pragma once

#include "crypto/bytes.hpp"

namespace hotline::routing {

/// A file of this room's data folder as it was when the program was built; empty when there is none.
[[nodiscard]] std::string_view embedded_file(std::string_view name) noexcept;

/// The model learned from the labelled sets when the program was built, in the form of LinearModel.
[[nodiscard]] ByteView embedded_model() noexcept;

}  // namespace hotline::routing
