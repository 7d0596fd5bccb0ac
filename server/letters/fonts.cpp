#include "server/letters/fonts.hpp"

#include <algorithm>

namespace hotline::letters {
namespace {

struct Family {
    const char* name;
    const char* file;  ///< what the names of its files begin with
};
constexpr Family kFamilies[] = {{"Liberation Serif", "LiberationSerif"}, {"Tinos", "Tinos"}};
constexpr const char* kFaces[] = {"Regular", "Bold", "Italic", "BoldItalic"};

}  // namespace

const std::vector<std::filesystem::path>& font_folders() {
    static const std::vector<std::filesystem::path> kFolders{"/usr/share/fonts/truetype/liberation2",
                                                             "/usr/share/fonts/truetype/liberation",
                                                             "/usr/share/fonts/truetype/croscore"};
    return kFolders;
}

Result<Faces> find_faces(const std::vector<std::filesystem::path>& folders) {
    for (const std::filesystem::path& folder : folders) {
        for (const Family& family : kFamilies) {
            Faces faces{family.name, {}};
            for (const char* face : kFaces)
                faces.files.push_back(folder / (std::string(family.file) + "-" + face + ".ttf"));
            std::error_code ignored;
            const auto is_there = [&](const auto& file) { return std::filesystem::exists(file, ignored); };
            if (std::ranges::all_of(faces.files, is_there)) return faces;
        }
    }
    return fail(Errc::not_found, "no font for letters: install fonts-liberation2");
}

}  // namespace hotline::letters
