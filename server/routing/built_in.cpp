#include "server/routing/classifier.hpp"
#include "server/routing/embedded.hpp"

#include <fstream>
#include <iterator>
#include <stdexcept>

namespace hotline::routing {

namespace {

LinearModel built_in_model() {
    auto model = LinearModel::read(embedded_model());
    if (!model) throw std::logic_error(model.error().internal);
    return *std::move(model);
}

}  // namespace

Classifier Classifier::built_in(const Directory& directory) {
    return with_model(directory, built_in_model());
}

Classifier Classifier::with_model(const Directory& directory, LinearModel model) {
    auto out = make(directory, embedded_file("rules.json"), std::move(model));
    if (!out) throw std::logic_error(out.error().internal);
    return *std::move(out);
}

Result<Classifier> Classifier::load(const Directory& directory, const std::filesystem::path& data_folder) {
    std::ifstream in(data_folder / "rules.json", std::ios::binary);
    if (!in) return fail(Errc::not_found, "cannot read rules.json");
    const std::string rules(std::istreambuf_iterator<char>(in), {});
    return make(directory, rules, built_in_model());
}

}  // namespace hotline::routing
