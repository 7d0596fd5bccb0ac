#include "server/app/reading_tools.hpp"

#include "server/redaction/evaluate.hpp"
#include "server/routing/embedded.hpp"
#include "server/routing/evaluate.hpp"

#include <algorithm>
#include <fstream>
#include <ostream>

namespace hotline::app {

namespace {

Result<void> evaluate_redaction(std::ostream& out, const EvaluateOptions& options) {
    const auto texts = redaction::read_labelled(options.file);
    if (!texts) return texts.error();
    const auto evaluation = redaction::evaluate(redaction::Redactor::built_in(), *texts);
    if (!evaluation) return evaluation.error();
    redaction::print(out, *evaluation, options.misses);
    return {};
}

Result<routing::Evaluation> evaluate_routing(const routing::Directory& directory,
                                             const std::vector<routing::LabelledCase>& cases,
                                             const EvaluateOptions& options) {
    if (options.folds != 0)
        return routing::cross_validate(directory, routing::embedded_file("rules.json"), cases, {},
                                       options.folds);
    if (!options.model) return routing::evaluate(routing::Classifier::built_in(directory), cases);
    auto model = routing::LinearModel::map(*options.model);
    if (!model) return model.error();
    return routing::evaluate(routing::Classifier::with_model(directory, *std::move(model)), cases);
}

/// Writes beside the target first, so that a reader never sees half a model.
Result<void> replace_file(const std::filesystem::path& file, const Bytes& bytes) {
    std::filesystem::path beside = file;
    beside += ".new";
    std::ofstream out(beside, std::ios::binary);
    out.write(reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
    out.close();
    std::error_code error;
    if (out.good()) std::filesystem::rename(beside, file, error);
    if (!out.good() || error) return fail(Errc::internal, "cannot write " + file.filename().string());
    return {};
}

}  // namespace

Result<void> evaluate_reading(std::ostream& out, const EvaluateOptions& options) {
    out << "redaction\n";
    if (auto done = evaluate_redaction(out, options); !done) return done;
    const auto cases = routing::read_labelled(options.file);
    if (!cases) return cases.error();
    const auto directory = routing::Directory::built_in();
    const auto evaluation = evaluate_routing(directory, *cases, options);
    if (!evaluation) return evaluation.error();
    out << "\nrouting\n";
    routing::print(out, *evaluation, options.misses);
    return {};
}

Result<std::string> train_reading(const TrainOptions& options) {
    std::vector<routing::LabelledCase> all;
    for (const std::filesystem::path& file : options.files) {
        auto cases = routing::read_labelled(file);
        if (!cases) return cases.error();
        std::ranges::move(*cases, std::back_inserter(all));
    }
    routing::Training training;
    training.fewest_texts = options.fewest_texts;
    const auto bytes =
        routing::learn(routing::Directory::built_in(), routing::embedded_file("rules.json"), all, training);
    if (!bytes) return bytes.error();
    if (auto written = replace_file(options.out, *bytes); !written) return written.error();
    return routing::LinearModel::read(*bytes)->name();
}

}  // namespace hotline::app
