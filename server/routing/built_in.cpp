#include "server/routing/classifier.hpp"
#include "server/routing/embedded.hpp"

#include <fstream>
#include <iterator>
#include <stdexcept>

namespace hotline::routing {

Classifier Classifier::built_in(const Directory& directory) {
    auto out = make(directory, embedded_file("rules.json"), embedded_field_model(), embedded_class_model());
    if (!out) throw std::logic_error(out.error().internal);
    return *std::move(out);
}

Result<Classifier> Classifier::load(const Directory& directory, const std::filesystem::path& data_folder) {
    std::ifstream in(data_folder / "rules.json", std::ios::binary);
    if (!in) return fail(Errc::not_found, "cannot read rules.json");
    const std::string rules(std::istreambuf_iterator<char>(in), {});
    return make(directory, rules, embedded_field_model(), embedded_class_model());
}

}  // namespace hotline::routing
