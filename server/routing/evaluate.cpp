#include "server/routing/evaluate.hpp"

#include "server/routing/trainer.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <fstream>
#include <iomanip>
#include <map>
#include <ostream>

namespace hotline::routing {

using nlohmann::json;

namespace {

/// How often a belief of about some size was right.
class Calibration {
public:
    void add(float belief, bool right) {
        const auto bin = std::min(kBins - 1, static_cast<std::size_t>(belief * static_cast<float>(kBins)));
        bins_[bin].belief += static_cast<double>(belief);
        bins_[bin].right += right ? 1 : 0;
        ++bins_[bin].count;
        ++count_;
    }
    /// The expected calibration error: the mean distance of belief and rightness, by the size of the bins.
    [[nodiscard]] double error() const {
        double out = 0;
        for (const Bin& bin : bins_) out += std::abs(bin.belief - bin.right);
        return count_ == 0 ? 0 : out / static_cast<double>(count_);
    }

private:
    static constexpr std::size_t kBins = 10;
    struct Bin {
        double belief = 0, right = 0;
        std::size_t count = 0;
    };
    std::array<Bin, kBins> bins_{};
    std::size_t count_ = 0;
};

/// Adds up guesses until the figures are asked for.
class Tally {
public:
    void add(const LabelledCase& labelled, const Suggestion& guess) {
        ++out_.cases;
        const bool field = guess.field.code == labelled.field_code;
        const bool among_three =
            field || std::ranges::any_of(guess.alternatives, [&](const Alternative& other) {
                return other.field_code == labelled.field_code;
            });
        const bool right_class = guess.complaint_class.code == labelled.class_code;
        out_.field_right += field ? 1 : 0;
        out_.field_in_three += among_three ? 1 : 0;
        out_.class_right += right_class ? 1 : 0;
        out_.area_right += guess.area_code.value_or("") == labelled.area_code ? 1 : 0;
        out_.unit_right += guess.unit_code == labelled.unit_code ? 1 : 0;
        out_.asked += guess.ask ? 1 : 0;
        fields_.add(guess.field.confidence, field);
        classes_.add(guess.complaint_class.confidence, right_class);
        ++field_pairs_[{labelled.field_code, guess.field.code}];
        ++class_pairs_[{labelled.class_code, guess.complaint_class.code}];
        count_signs(labelled, guess);
        if (!field)
            out_.misses.push_back(labelled.id + " field " + labelled.field_code + " → " + guess.field.code);
        if (!right_class)
            out_.misses.push_back(labelled.id + " class " + labelled.class_code + " → " +
                                  guess.complaint_class.code);
        if (guess.area_code.value_or("") != labelled.area_code)
            out_.misses.push_back(labelled.id + " area " + labelled.area_code + " → " +
                                  guess.area_code.value_or("none"));
    }

    [[nodiscard]] Evaluation figures() && {
        out_.field_calibration_error = fields_.error();
        out_.class_calibration_error = classes_.error();
        out_.field_macro_f1 = macro_f1();
        out_.confused_fields = confused(field_pairs_);
        out_.confused_classes = confused(class_pairs_);
        return std::move(out_);
    }

private:
    using Pairs = std::map<std::pair<std::string, std::string>, std::size_t>;

    void count_signs(const LabelledCase& labelled, const Suggestion& guess) {
        const bool denounced = labelled.class_code == "to-cao";
        out_.denunciations += denounced ? 1 : 0;
        out_.denunciations_found += denounced && guess.denounces ? 1 : 0;
        out_.denunciations_false += !denounced && guess.denounces ? 1 : 0;
        const bool danger = labelled.class_code == "khan-cap";
        out_.dangers += danger ? 1 : 0;
        out_.dangers_found += danger && guess.life_in_danger ? 1 : 0;
        out_.dangers_false += !danger && guess.life_in_danger ? 1 : 0;
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
    Calibration fields_, classes_;
    Pairs field_pairs_, class_pairs_;
};

LabelledCase read_line(const std::string& line) {
    const json entry = json::parse(line);
    const auto text = [&](const char* key) { return entry.at(key).get<std::string>(); };
    LabelledCase out{
        text("id"),  entry.value("same_as", ""), text("text"), text("class"), text("field"), text("area"),
        text("unit")};
    if (out.area_code == "none") out.area_code.clear();
    return out;
}

std::vector<Example> examples_of(const std::vector<LabelledCase>& cases, std::string LabelledCase::* label) {
    std::vector<Example> out;
    for (const LabelledCase& one : cases)
        out.push_back({features_of(redaction::take_apart(one.text)), one.*label});
    return out;
}

/// The fold of a text: by the id of the text it repeats, so that both are in one fold.
std::size_t fold_of(const LabelledCase& one, std::size_t folds) {
    const Hash32 hash = sha256(as_bytes(one.same_as.empty() ? one.id : one.same_as));
    return hash.bytes[0] % folds;
}

double share(std::size_t part, std::size_t whole) {
    return whole == 0 ? 1.0 : static_cast<double>(part) / static_cast<double>(whole);
}

}  // namespace

Result<std::vector<LabelledCase>> read_labelled(const std::filesystem::path& file) {
    std::ifstream in(file);
    if (!in) return fail(Errc::not_found, "cannot read " + file.filename().string());
    std::vector<LabelledCase> out;
    std::size_t number = 0;
    for (std::string line; std::getline(in, line);) {
        ++number;
        if (line.empty()) continue;
        try {
            out.push_back(read_line(line));
        } catch (const json::exception&) {
            return fail(Errc::bad_format, "line " + std::to_string(number) + " is not a labelled case");
        }
    }
    return out;
}

Models train_models(const std::vector<LabelledCase>& cases) {
    return {train(examples_of(cases, &LabelledCase::field_code), {}),
            train(examples_of(cases, &LabelledCase::class_code), {})};
}

Evaluation evaluate(const Classifier& classifier, const std::vector<LabelledCase>& cases) {
    Tally tally;
    for (const LabelledCase& one : cases) tally.add(one, classifier.suggest(one.text, {}));
    return std::move(tally).figures();
}

Result<Evaluation> cross_validate(const Directory& directory, std::string_view rules_json,
                                  const std::vector<LabelledCase>& cases, std::size_t folds) {
    Tally tally;
    for (std::size_t fold = 0; fold < folds; ++fold) {
        std::vector<LabelledCase> others;
        for (const LabelledCase& one : cases) {
            if (fold_of(one, folds) != fold) others.push_back(one);
        }
        const Models models = train_models(others);
        const auto classifier =
            Classifier::make(directory, rules_json, models.fields.encode(), models.classes.encode());
        if (!classifier) return classifier.error();
        for (const LabelledCase& one : cases) {
            if (fold_of(one, folds) == fold) tally.add(one, classifier->suggest(one.text, {}));
        }
    }
    return std::move(tally).figures();
}

void print(std::ostream& out, const Evaluation& evaluation, bool with_misses) {
    const auto rate = [&](std::size_t part) { return share(part, evaluation.cases); };
    out << std::fixed << std::setprecision(3) << "cases " << evaluation.cases << '\n'
        << "class " << rate(evaluation.class_right) << ", calibration error "
        << evaluation.class_calibration_error << "\nfield " << rate(evaluation.field_right) << ", in three "
        << rate(evaluation.field_in_three) << ", macro F1 " << evaluation.field_macro_f1
        << ", calibration error " << evaluation.field_calibration_error << "\narea "
        << rate(evaluation.area_right) << ", unit " << rate(evaluation.unit_right) << ", asked "
        << rate(evaluation.asked) << "\ndenunciations found "
        << share(evaluation.denunciations_found, evaluation.denunciations) << " of "
        << evaluation.denunciations << ", wrongly "
        << share(evaluation.denunciations_false, evaluation.cases - evaluation.denunciations)
        << "\ndangers found " << share(evaluation.dangers_found, evaluation.dangers) << " of "
        << evaluation.dangers << ", wrongly "
        << share(evaluation.dangers_false, evaluation.cases - evaluation.dangers) << '\n';
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
