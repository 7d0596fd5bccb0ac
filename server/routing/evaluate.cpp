#include "server/routing/evaluate.hpp"

#include "server/redaction/bootstrap.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <iomanip>
#include <map>
#include <ostream>

namespace hotline::routing {

namespace {

/// Adds up guesses until the figures are asked for.
class Tally {
public:
    void add(const LabelledCase& labelled, const Suggestion& guess) {
        Outcome one;
        one.field_right = guess.field.code == labelled.field_code;
        one.field_in_three =
            one.field_right || std::ranges::any_of(guess.alternatives, [&](const Alternative& other) {
                return other.field_code == labelled.field_code;
            });
        one.class_right = guess.complaint_class.code == labelled.class_code;
        one.area_right = guess.area_code.value_or("") == labelled.area_code;
        one.unit_right = guess.unit_code == labelled.unit_code;
        one.asked = guess.ask;
        one.denunciation = labelled.class_code == "to-cao";
        one.called_denunciation = guess.complaint_class.code == "to-cao";
        one.danger = labelled.class_code == "khan-cap";
        one.called_danger = guess.complaint_class.code == "khan-cap";
        one.field_confidence = guess.field.confidence;
        one.class_confidence = guess.complaint_class.confidence;
        out_.outcomes.push_back(one);
        note(labelled.id, "field", one.field_right, labelled.field_code, guess.field.code);
        note(labelled.id, "class", one.class_right, labelled.class_code, guess.complaint_class.code);
        note(labelled.id, "area", one.area_right, labelled.area_code, guess.area_code.value_or("none"));
        ++field_pairs_[{labelled.field_code, guess.field.code}];
        ++class_pairs_[{labelled.class_code, guess.complaint_class.code}];
    }

    [[nodiscard]] Evaluation figures() && {
        out_.field_macro_f1 = macro_f1();
        out_.confused_fields = confused(field_pairs_);
        out_.confused_classes = confused(class_pairs_);
        return std::move(out_);
    }

private:
    using Pairs = std::map<std::pair<std::string, std::string>, std::size_t>;

    void note(const std::string& id, const char* what, bool right, const std::string& labelled,
              const std::string& guessed) {
        if (!right) out_.misses.push_back(id + ' ' + what + ' ' + labelled + " → " + guessed);
    }

    [[nodiscard]] double macro_f1() const {
        std::map<std::string, std::array<double, 3>> counts;  // right, labelled, guessed
        for (const auto& [pair, count] : field_pairs_) {
            const auto add = static_cast<double>(count);
            counts[pair.first][1] += add;
            counts[pair.second][2] += add;
            if (pair.first == pair.second) counts[pair.first][0] += add;
        }
        double sum = 0;
        for (const auto& [code, three] : counts) sum += 2 * three[0] / (three[1] + three[2]);
        return counts.empty() ? 0 : sum / static_cast<double>(counts.size());
    }

    static std::vector<ConfusedPair> confused(const Pairs& pairs) {
        std::vector<ConfusedPair> out;
        for (const auto& [pair, count] : pairs) {
            if (pair.first != pair.second) out.push_back({pair.first, pair.second, count});
        }
        std::ranges::sort(out, std::ranges::greater{}, &ConfusedPair::count);
        return out;
    }

    Evaluation out_;
    Pairs field_pairs_, class_pairs_;
};

using Part = std::function<redaction::ShareOf(const Outcome&)>;

/// Of all cases, those that have this.
Part of_all(bool Outcome::* part) {
    return [part](const Outcome& one) { return redaction::ShareOf{one.*part ? 1.0 : 0.0, 1.0}; };
}
/// Of the cases labelled so (or, with `of` false, of the others), those called so.
Part called(bool Outcome::* labelled, bool Outcome::* guessed, bool of) {
    return [=](const Outcome& one) {
        const bool counts = one.*labelled == of;
        return redaction::ShareOf{counts && one.*guessed ? 1.0 : 0.0, counts ? 1.0 : 0.0};
    };
}

void print_share(std::ostream& out, const Evaluation& evaluation, const char* name, const Part& part) {
    std::vector<redaction::ShareOf> shares;
    for (const Outcome& one : evaluation.outcomes) shares.push_back(part(one));
    const redaction::Estimate found = redaction::estimate(shares);
    out << std::left << std::setw(28) << name << found.share << "  [" << found.low << ", " << found.high
        << "]\n";
}

}  // namespace

std::size_t Evaluation::count(bool Outcome::* which) const {
    return static_cast<std::size_t>(
        std::ranges::count_if(outcomes, [which](const Outcome& one) { return one.*which; }));
}

double Evaluation::calibration_error(float Outcome::* confidence, bool Outcome::* right) const {
    constexpr std::size_t kBins = 10;
    std::array<double, kBins> distance{};
    for (const Outcome& one : outcomes) {
        const auto bin = std::min(kBins - 1, static_cast<std::size_t>(one.*confidence * float{kBins}));
        distance[bin] += static_cast<double>(one.*confidence) - (one.*right ? 1.0 : 0.0);
    }
    double out = 0;
    for (const double bin : distance) out += std::abs(bin);
    return outcomes.empty() ? 0 : out / static_cast<double>(outcomes.size());
}

Evaluation evaluate(const Classifier& classifier, const std::vector<LabelledCase>& cases) {
    Tally tally;
    for (const LabelledCase& one : cases) tally.add(one, classifier.suggest(one.text, {}));
    return std::move(tally).figures();
}

Result<Evaluation> cross_validate(const Directory& directory, std::string_view rules_json,
                                  const std::vector<LabelledCase>& cases, const Training& training,
                                  std::size_t folds) {
    const auto guesses = guess_held_out(directory, rules_json, cases, training, folds);
    if (!guesses) return guesses.error();
    Tally tally;
    for (const HeldOutGuess& guess : *guesses) tally.add(cases[guess.index], guess.suggestion);
    return std::move(tally).figures();
}

void print(std::ostream& out, const Evaluation& evaluation, bool with_misses) {
    out << std::fixed << std::setprecision(3) << "cases " << evaluation.outcomes.size()
        << ", with intervals of 95 %\n";
    const auto share = [&](const char* name, const Part& part) { print_share(out, evaluation, name, part); };
    share("class", of_all(&Outcome::class_right));
    share("field", of_all(&Outcome::field_right));
    share("field in three", of_all(&Outcome::field_in_three));
    share("area", of_all(&Outcome::area_right));
    share("unit", of_all(&Outcome::unit_right));
    share("asked", of_all(&Outcome::asked));
    share("denunciations found", called(&Outcome::denunciation, &Outcome::called_denunciation, true));
    share("others called so", called(&Outcome::denunciation, &Outcome::called_denunciation, false));
    share("dangers to life found", called(&Outcome::danger, &Outcome::called_danger, true));
    share("others called so", called(&Outcome::danger, &Outcome::called_danger, false));
    out << "macro F1 of fields          " << evaluation.field_macro_f1 << "\ncalibration error of fields "
        << evaluation.calibration_error(&Outcome::field_confidence, &Outcome::field_right) << ", of classes "
        << evaluation.calibration_error(&Outcome::class_confidence, &Outcome::class_right) << '\n';
    constexpr std::size_t kShown = 12;
    for (const auto* pairs : {&evaluation.confused_fields, &evaluation.confused_classes}) {
        for (std::size_t i = 0; i < std::min(kShown, pairs->size()); ++i)
            out << "  " << (*pairs)[i].labelled << " → " << (*pairs)[i].guessed << ": " << (*pairs)[i].count
                << '\n';
    }
    if (!with_misses) return;
    for (const std::string& miss : evaluation.misses) out << miss << '\n';
}

}  // namespace hotline::routing
