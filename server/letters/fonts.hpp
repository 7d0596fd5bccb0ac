#pragma once

#include "crypto/result.hpp"

#include <filesystem>
#include <vector>

namespace hotline::letters {

/// Where Debian keeps fonts with the measures of Times New Roman and every Vietnamese letter:
/// fonts-liberation2, then fonts-croscore.
[[nodiscard]] const std::vector<std::filesystem::path>& font_folders();

/// The four faces a letter is set in. Only these files are looked at, so that the same letter has the same
/// bytes on every machine with the same fonts.
struct Faces {
    std::string family;                        ///< "Liberation Serif" or "Tinos"
    std::vector<std::filesystem::path> files;  ///< regular, bold, italic, bold italic
};

/// The first folder that has all four faces. Errors: not_found (names the package to install).
[[nodiscard]] Result<Faces> find_faces(const std::vector<std::filesystem::path>& folders = font_folders());

}  // namespace hotline::letters
