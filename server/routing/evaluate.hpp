#pragma once

#include "server/routing/classifier.hpp"
#include "server/routing/linear_model.hpp"

#include <iosfwd>

namespace hotline::routing {

/// One labelled text of a file in the format of complaints.jsonl.
struct LabelledCase {
    std::string id;
    std::string same_as;  ///< id of the text it repeats, or empty
    std::string text;
    std::string class_code;
    std::string field_code;
    std::string area_code;  ///< empty for "none"
    std::string unit_code;
};

/// Reads a file in the format of complaints.jsonl. Errors: not_found, bad_format (names the line).
[[nodiscard]] Result<std::vector<LabelledCase>> read_labelled(const std::filesystem::path& file);

struct ConfusedPair {
    std::string labelled;
    std::string guessed;
    std::size_t count = 0;
};

struct Evaluation {
    std::size_t cases = 0;
    std::size_t class_right = 0;
    std::size_t field_right = 0;
    std::size_t field_in_three = 0;
    std::size_t area_right = 0;
    std::size_t unit_right = 0;
    std::size_t asked = 0;
    double field_macro_f1 = 0;
    double field_calibration_error = 0;  ///< expected calibration error over ten bins
    double class_calibration_error = 0;
    std::size_t denunciations = 0, denunciations_found = 0, denunciations_false = 0;
    std::size_t dangers = 0, dangers_found = 0, dangers_false = 0;
    std::vector<ConfusedPair> confused_fields;  ///< most frequent first
    std::vector<ConfusedPair> confused_classes;
    std::vector<std::string> misses;  ///< "id labelled → guessed", no text
};

/// The two models a classifier learns.
struct Models {
    LinearModel fields, classes;
};
/// Learns both from labelled texts, with the defaults of `Training`.
[[nodiscard]] Models train_models(const std::vector<LabelledCase>& cases);

/// Compares the suggestions (nothing given) with the labels.
[[nodiscard]] Evaluation evaluate(const Classifier& classifier, const std::vector<LabelledCase>& cases);

/// Learns on all folds but one and guesses the texts of that one, for each of `folds` (2..20) folds; texts
/// joined by `same_as` stay in one fold. The rules are the same throughout. Errors: bad_format for bad rules.
[[nodiscard]] Result<Evaluation> cross_validate(const Directory& directory, std::string_view rules_json,
                                                const std::vector<LabelledCase>& cases, std::size_t folds);

/// Prints the figures as text and, when asked, the misses.
void print(std::ostream& out, const Evaluation& evaluation, bool with_misses);

}  // namespace hotline::routing
