#pragma once

#include "server/routing/learn.hpp"

#include <iosfwd>

namespace hotline::routing {

/// What became of one labelled text.
struct Outcome {
    bool class_right = false, field_right = false, field_in_three = false;
    bool area_right = false, unit_right = false, asked = false;
    bool denunciation = false, called_denunciation = false;  ///< class to-cao: labelled, guessed
    bool danger = false, called_danger = false;              ///< class khan-cap: labelled, guessed
    float field_confidence = 0, class_confidence = 0;
};

struct ConfusedPair {
    std::string labelled;
    std::string guessed;
    std::size_t count = 0;
};

struct Evaluation {
    std::vector<Outcome> outcomes;
    double field_macro_f1 = 0;
    std::vector<ConfusedPair> confused_fields;  ///< most frequent first
    std::vector<ConfusedPair> confused_classes;
    std::vector<std::string> misses;  ///< "id labelled → guessed", no text

    /// How many outcomes have this.
    [[nodiscard]] std::size_t count(bool Outcome::* which) const;
    /// The expected calibration error over ten bins: the mean distance of confidence and rightness.
    [[nodiscard]] double calibration_error(float Outcome::* confidence, bool Outcome::* right) const;
};

/// Compares the suggestions (nothing given) with the labels.
[[nodiscard]] Evaluation evaluate(const Classifier& classifier, const std::vector<LabelledCase>& cases);

/// The same for guesses by models that had not seen the text, for each of `folds` (2..20) folds. The rules
/// are the same throughout. Errors: as `guess_held_out`.
[[nodiscard]] Result<Evaluation> cross_validate(const Directory& directory, std::string_view rules_json,
                                                const std::vector<LabelledCase>& cases,
                                                const Training& training, std::size_t folds);

/// Prints the figures as text, with intervals, and, when asked, the misses.
void print(std::ostream& out, const Evaluation& evaluation, bool with_misses);

}  // namespace hotline::routing
